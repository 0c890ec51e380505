// Two clients of the schema registry that others wrote register, check, encode, send, receive and
// decode in all three formats. Prints "ok" when everything was as expected.
'use strict';

const assert = require('node:assert');
const { Kafka, logLevel } = require('kafkajs');
const kafkajs = require('@kafkajs/confluent-schema-registry');
const confluent = require('@confluentinc/schemaregistry');
const { create, createRegistry } = require('@bufbuild/protobuf');

const [bootstrap, registryUrl, topic] = process.argv.slice(2);

const avro = (fields) =>
  JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields });
const id = { name: 'id', type: 'string' };
const withoutDefault = { name: 'amount', type: 'int' };
const withDefault = { name: 'amount', type: 'int', default: 0 };

async function sendAndReceive(kafka, name, values) {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: name, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
  const consumer = kafka.consumer({ groupId: name });
  await consumer.connect();
  await consumer.subscribe({ topics: [name], fromBeginning: true });
  const received = [];
  await new Promise((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ message }) => {
          received.push(message.value);
          if (received.length === values.length) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return received;
}

// @kafkajs/confluent-schema-registry
async function withKafkaJs(kafka) {
  const registry = new kafkajs.SchemaRegistry({ host: registryUrl });
  const subject = `${topic}-avro-value`;
  const type = kafkajs.SchemaType.AVRO;
  const first = await registry.register({ type, schema: avro([id]) }, { subject });
  const again = await registry.register({ type, schema: avro([id]) }, { subject });
  assert.strictEqual(again.id, first.id);
  await assert.rejects(
    registry.register({ type, schema: avro([id, withoutDefault]) }, { subject }),
    /incompatible with an earlier schema/,
  );
  const second = await registry.register({ type, schema: avro([id, withDefault]) }, { subject });
  assert.notStrictEqual(second.id, first.id);
  assert.strictEqual(await registry.getLatestSchemaId(subject), second.id);

  const json = await registry.register(
    {
      type: kafkajs.SchemaType.JSON,
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: { id: { type: 'string' } },
        required: ['id'],
      }),
    },
    { subject: `${topic}-json-value` },
  );
  const protobuf = await registry.register(
    {
      type: kafkajs.SchemaType.PROTOBUF,
      schema: 'syntax = "proto3"; package shop; message Order { string id = 1; }',
    },
    { subject: `${topic}-protobuf-value` },
  );
  const sent = await Promise.all([
    registry.encode(first.id, { id: 'a' }),
    registry.encode(second.id, { id: 'b', amount: 2 }),
    registry.encode(json.id, { id: 'c' }),
    registry.encode(protobuf.id, { id: 'd' }),
  ]);
  const received = await sendAndReceive(kafka, `${topic}-kafkajs`, sent);
  // A client that knows nothing yet.
  const reader = new kafkajs.SchemaRegistry({ host: registryUrl });
  const decoded = await Promise.all(received.map((value) => reader.decode(value)));
  assert.deepStrictEqual(
    decoded.map((value) => value.id).sort(),
    ['a', 'b', 'c', 'd'],
  );
}

// @confluentinc/schemaregistry
async function withConfluent(kafka) {
  const client = new confluent.SchemaRegistryClient({ baseURLs: [registryUrl] });
  const subject = `${topic}-orders-value`;
  await client.register(subject, { schemaType: 'AVRO', schema: avro([id]) });
  assert.strictEqual(
    await client.testSubjectCompatibility(subject, {
      schemaType: 'AVRO',
      schema: avro([id, withoutDefault]),
    }),
    false,
  );
  await client.register(subject, { schemaType: 'AVRO', schema: avro([id, withDefault]) });
  assert.deepStrictEqual(await client.getAllVersions(subject), [1, 2]);
  const latest = await client.getLatestSchemaMetadata(subject);
  assert.strictEqual(latest.version, 2);
  assert.ok((await client.getAllSubjects()).includes(subject));
  await client.updateCompatibility(subject, confluent.Compatibility.FULL);
  assert.strictEqual(await client.getCompatibility(subject), 'FULL');

  const value = confluent.SerdeType.VALUE;
  const serialize = [];
  const avroTopic = `${topic}-orders`;
  const avroSerializer = new confluent.AvroSerializer(client, value, { useLatestVersion: true });
  serialize.push(await avroSerializer.serialize(avroTopic, { id: 'e', amount: 5 }));

  const jsonTopic = `${topic}-json-orders`;
  await client.register(`${jsonTopic}-value`, {
    schemaType: 'JSON',
    schema: JSON.stringify({ type: 'object', properties: { id: { type: 'string' } } }),
  });
  const jsonSerializer = new confluent.JsonSerializer(client, value, {
    useLatestVersion: true,
    validate: true,
  });
  serialize.push(await jsonSerializer.serialize(jsonTopic, { id: 'f' }));
  await assert.rejects(jsonSerializer.serialize(jsonTopic, { id: 7 }));

  // This client sends the descriptor, not the text.
  const protobufTopic = `${topic}-protobuf-orders`;
  const types = createRegistry(confluent.DecimalSchema);
  const protobufSerializer = new confluent.ProtobufSerializer(client, value, {
    autoRegisterSchemas: true,
    registry: types,
  });
  const decimal = create(confluent.DecimalSchema, { precision: 4, scale: 2 });
  serialize.push(await protobufSerializer.serialize(protobufTopic, decimal));

  const received = await sendAndReceive(kafka, `${topic}-confluent`, serialize);
  const fresh = new confluent.SchemaRegistryClient({ baseURLs: [registryUrl] });
  const found = [];
  for (const bytes of received) {
    if (bytes.equals(serialize[0])) {
      const order = await new confluent.AvroDeserializer(fresh, value, {}).deserialize(
        avroTopic,
        bytes,
      );
      found.push(order.id + order.amount);
    } else if (bytes.equals(serialize[1])) {
      const order = await new confluent.JsonDeserializer(fresh, value, {}).deserialize(
        jsonTopic,
        bytes,
      );
      found.push(order.id);
    } else {
      const read = await new confluent.ProtobufDeserializer(fresh, value, {}).deserialize(
        protobufTopic,
        bytes,
      );
      found.push(`${read.precision}/${read.scale}`);
    }
  }
  assert.deepStrictEqual(found.sort(), ['4/2', 'e5', 'f']);

  await client.deleteSubject(subject);
  await assert.rejects(client.getLatestSchemaMetadata(`${topic}-nothing`), (error) => {
    assert.strictEqual(error.errorCode, 40401);
    return true;
  });
  await client.deleteSubject(subject, true);
  assert.ok(!(await client.getAllSubjects()).includes(subject));
}

// What these serialisers write keeps to the contract of a topic; what others write does not.
async function underContract(kafka) {
  const client = new confluent.SchemaRegistryClient({ baseURLs: [registryUrl] });
  const value = confluent.SerdeType.VALUE;
  const strict = [
    { name: 'confluent.value.schema.validation', value: 'true' },
    { name: 'tidepost.value.schema.validation', value: 'full' },
  ];
  const admin = kafka.admin();
  await admin.connect();
  const producer = kafka.producer({ retry: { retries: 0 } });
  await producer.connect();
  const formats = {
    avro: {
      schema: { schemaType: 'AVRO', schema: avro([id, withDefault]) },
      serializer: new confluent.AvroSerializer(client, value, { useLatestVersion: true }),
      good: { id: 'g', amount: 5 },
      // The record's first field is an endless string.
      bad: (bytes) => Buffer.concat([bytes.subarray(0, 5), Buffer.from([100])]),
    },
    json: {
      schema: {
        schemaType: 'JSON',
        schema: JSON.stringify({ type: 'object', properties: { amount: { type: 'integer' } } }),
      },
      serializer: new confluent.JsonSerializer(client, value, { useLatestVersion: true }),
      good: { amount: 5 },
      bad: (bytes) => Buffer.concat([bytes.subarray(0, 5), Buffer.from('{"amount": "5"}')]),
    },
    protobuf: {
      serializer: new confluent.ProtobufSerializer(client, value, {
        autoRegisterSchemas: true,
        registry: createRegistry(confluent.DecimalSchema),
      }),
      good: create(confluent.DecimalSchema, { precision: 4, scale: 2 }),
      bad: (bytes) => Buffer.concat([bytes, Buffer.from([8, 1])]),
    },
  };
  for (const [format, { schema, serializer, good, bad }] of Object.entries(formats)) {
    const name = `${topic}-strict-${format}`;
    await admin.createTopics({ topics: [{ topic: name, configEntries: strict }] });
    if (schema) await client.register(`${name}-value`, schema);
    const bytes = await serializer.serialize(name, good);
    await producer.send({ topic: name, messages: [{ value: bytes }, { value: null }] });
    for (const wrong of [bad(bytes), Buffer.from('text'), Buffer.from([0, 0, 1, 0, 0, 0])]) {
      await assert.rejects(
        producer.send({ topic: name, messages: [{ value: bytes }, { value: wrong }] }),
        (error) => /failed validation|INVALID_RECORD/i.test(`${error.type} ${error.message}`),
        `${format} ${wrong.toString('hex')}`,
      );
    }
    const [{ high }] = await admin.fetchTopicOffsets(name);
    assert.strictEqual(high, '2', format);
  }
  await producer.disconnect();
  await admin.disconnect();
}

async function main() {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.ERROR });
  await withKafkaJs(kafka);
  await withConfluent(kafka);
  await underContract(kafka);
  console.log('ok');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
