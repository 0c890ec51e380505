// Two clients of the schema registry that others wrote, over TLS and with a name and a password:
// they register, encode, send and decode what the user may, and are told of what the user may not.
// Prints "ok" when everything was as expected.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const https = require('node:https');
const { Kafka, logLevel } = require('kafkajs');
const kafkajs = require('@kafkajs/confluent-schema-registry');
const confluent = require('@confluentinc/schemaregistry');

const [bootstrap, registryUrl, topic, ca, user, password] = process.argv.slice(2);
const agent = new https.Agent({ ca: fs.readFileSync(ca) });
const schema = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [{ name: 'id', type: 'string' }],
});

async function withKafkaJs(producer) {
  const connect = (pass) =>
    new kafkajs.SchemaRegistry({
      host: registryUrl,
      agent,
      auth: { username: user, password: pass },
      retry: { retries: 0 },
    });
  const registry = connect(password);
  const type = kafkajs.SchemaType.AVRO;
  const { id } = await registry.register({ type, schema }, { subject: `${topic}-value` });
  const value = await registry.encode(id, { id: 'a' });
  await producer.send({ topic, messages: [{ value }] });
  assert.strictEqual((await connect(password).decode(value)).id, 'a');
  await assert.rejects(connect('guessed').decode(value), /Unauthorized/);
  await assert.rejects(
    registry.register({ type, schema }, { subject: 'others-value' }),
    /denied operation/,
  );
  await assert.rejects(
    producer.send({ topic, messages: [{ value: Buffer.from('text') }] }),
    (error) => /failed validation|INVALID_RECORD/i.test(`${error.type} ${error.message}`),
  );
}

async function withConfluent(producer) {
  const client = new confluent.SchemaRegistryClient({
    baseURLs: [registryUrl],
    createAxiosDefaults: { httpsAgent: agent },
    basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo: `${user}:${password}` },
    maxRetries: 0,
  });
  assert.deepStrictEqual(await client.getAllSubjects(), [`${topic}-value`]);
  const value = confluent.SerdeType.VALUE;
  const serializer = new confluent.AvroSerializer(client, value, { useLatestVersion: true });
  const bytes = await serializer.serialize(topic, { id: 'b' });
  await producer.send({ topic, messages: [{ value: bytes }] });
  const deserializer = new confluent.AvroDeserializer(client, value, {});
  assert.strictEqual((await deserializer.deserialize(topic, bytes)).id, 'b');
  await assert.rejects(client.getAllVersions('others-value'), (error) => {
    assert.strictEqual(error.errorCode, 40301);
    return true;
  });
}

async function main() {
  const kafka = new Kafka({
    brokers: [bootstrap],
    logLevel: logLevel.NOTHING,
    ssl: { ca: [fs.readFileSync(ca)] },
    sasl: { mechanism: 'scram-sha-512', username: user, password },
  });
  const producer = kafka.producer({ retry: { retries: 0 } });
  await producer.connect();
  await withKafkaJs(producer);
  await withConfluent(producer);
  await producer.disconnect();
  console.log('ok');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
