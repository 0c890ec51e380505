// Exercises a broker with KafkaJS: administration, compression, a consumer group of two, transactions, committed offsets.
// Arguments: addresses of all nodes, a prefix for names. Prints "ok" last; ends with 1 when anything is wrong.
const assert = require('node:assert');
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs');
const lz4 = require('lz4-napi');
const { ZstdCodec } = require('zstd-codec');
CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy');
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => lz4.compressFrame(encoder.buffer),
  decompress: async (buffer) => lz4.decompressFrame(buffer),
});
const zstd = new Promise((resolve) => ZstdCodec.run((codec) => resolve(new codec.Simple())));
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async (encoder) => Buffer.from((await zstd).compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from((await zstd).decompress(buffer)),
});

const [bootstrap, prefix] = process.argv.slice(2);
const topic = `${prefix}-topic`;
const groupId = `${prefix}-group`;
const brokers = bootstrap.split(',');
const replicationFactor = brokers.length;
const kafka = new Kafka({ clientId: 'exercise', brokers, logLevel: logLevel.ERROR });
const codecs = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};
const perCodec = 200;

const until = async (condition, what) => {
  const deadline = Date.now() + 30000;
  while (!(await condition())) {
    assert(Date.now() < deadline, `never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

async function administer(admin) {
  assert(await admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor }], waitForLeaders: true }));
  assert((await admin.listTopics()).includes(topic));
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  assert.strictEqual(topics[0].partitions.length, 3);
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: topic, configEntries: [{ name: 'retention.ms', value: '172800000' }] }],
  });
  await until(async () => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic, configNames: ['retention.ms'] }],
    });
    return resources[0].configEntries[0].configValue === '172800000';
  }, 'the option is set at the node that is asked');
  assert.strictEqual((await admin.describeCluster()).brokers.length, brokers.length);
}

async function produce() {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const [name, compression] of Object.entries(codecs)) {
    const messages = [];
    for (let i = 0; i < perCodec; i++) {
      messages.push({ key: `key-${i}`, value: `${name}-${i}`, headers: { codec: name } });
    }
    await producer.send({ topic, compression, acks: -1, messages });
  }
  await producer.disconnect();
}

async function consume(admin) {
  const seen = new Map();
  const assigned = new Map();
  const members = [1, 2].map((number) => ({ number, consumer: kafka.consumer({ groupId, heartbeatInterval: 200 }) }));
  for (const { number, consumer } of members) {
    consumer.on(consumer.events.GROUP_JOIN, (event) => assigned.set(number, event.payload.memberAssignment[topic] || []));
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const value = message.value.toString();
        assert(value.startsWith(`${message.headers.codec}-`));
        seen.set(value, (seen.get(value) || 0) + 1);
      },
    });
  }
  await until(() => seen.size === perCodec * Object.keys(codecs).length, 'everything has come');
  await until(() => assigned.size === 2 && [...assigned.values()].every((list) => list.length > 0), 'both share');
  const { groups } = await admin.describeGroups([groupId]);
  assert.strictEqual(groups[0].members.length, 2);
  for (const { consumer } of members) {
    await consumer.disconnect();
  }
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = offsets.partitions.reduce((sum, partition) => sum + Math.max(0, Number(partition.offset)), 0);
  assert.strictEqual(committed, seen.size);
}

// Transactions of the protocol before KIP-890: committed ones are read, aborted ones are not, offsets go along.
async function transact(admin) {
  const inTransaction = `${prefix}-transactions`;
  const movedGroup = `${prefix}-moved`;
  await admin.createTopics({ topics: [{ topic: inTransaction, numPartitions: 2, replicationFactor }], waitForLeaders: true });
  const producer = kafka.producer({ transactionalId: `${prefix}-id`, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const [name, commit] of [['first', true], ['second', false], ['third', true]]) {
    const transaction = await producer.transaction();
    await transaction.send({
      topic: inTransaction,
      messages: [0, 1, 2, 3].map((i) => ({ partition: i % 2, value: `${name}-${i}` })),
    });
    await transaction.sendOffsets({
      consumerGroupId: movedGroup,
      topics: [{ topic: inTransaction, partitions: [{ partition: 0, offset: commit ? '2' : '1' }] }],
    });
    await (commit ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
  const seen = [];
  const consumer = kafka.consumer({ groupId: `${prefix}-committed`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics: [inTransaction], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => seen.push(message.value.toString()) });
  await until(() => seen.filter((value) => value.startsWith('third')).length === 4, 'the last transaction has come');
  await consumer.disconnect();
  assert.deepStrictEqual(seen.filter((value) => value.startsWith('second')), []);
  assert.strictEqual(seen.length, 8);
  const [offsets] = await admin.fetchOffsets({ groupId: movedGroup, topics: [inTransaction] });
  assert.strictEqual(offsets.partitions.find(({ partition }) => partition === 0).offset, '2');
  await admin.deleteTopics({ topics: [inTransaction] });
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  await administer(admin);
  await produce();
  await consume(admin);
  await transact(admin);
  await admin.resetOffsets({ groupId, topic, earliest: true });
  await admin.deleteGroups([groupId]);
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  console.log('ok');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
