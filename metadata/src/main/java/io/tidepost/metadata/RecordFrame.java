package io.tidepost.metadata;

import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.AbortTransactionRecord;
import io.tidepost.wire.record.AccessControlEntryRecord;
import io.tidepost.wire.record.BeginTransactionRecord;
import io.tidepost.wire.record.BrokerRegistrationChangeRecord;
import io.tidepost.wire.record.ClearElrRecord;
import io.tidepost.wire.record.ClientQuotaRecord;
import io.tidepost.wire.record.ConfigRecord;
import io.tidepost.wire.record.DelegationTokenRecord;
import io.tidepost.wire.record.EndTransactionRecord;
import io.tidepost.wire.record.FeatureLevelRecord;
import io.tidepost.wire.record.FenceBrokerRecord;
import io.tidepost.wire.record.NoOpRecord;
import io.tidepost.wire.record.PartitionChangeRecord;
import io.tidepost.wire.record.PartitionRecord;
import io.tidepost.wire.record.ProducerIdsRecord;
import io.tidepost.wire.record.RegisterBrokerRecord;
import io.tidepost.wire.record.RegisterControllerRecord;
import io.tidepost.wire.record.RemoveAccessControlEntryRecord;
import io.tidepost.wire.record.RemoveDelegationTokenRecord;
import io.tidepost.wire.record.RemoveTopicRecord;
import io.tidepost.wire.record.RemoveUserScramCredentialRecord;
import io.tidepost.wire.record.TopicRecord;
import io.tidepost.wire.record.UnfenceBrokerRecord;
import io.tidepost.wire.record.UnregisterBrokerRecord;
import io.tidepost.wire.record.UserScramCredentialRecord;
import io.tidepost.wire.record.ZkMigrationStateRecord;
import java.nio.ByteBuffer;

/// The value of a record in the metadata log: frame version 1, record type and record version, each
/// an unsigned varint, then the message.
public final class RecordFrame {

  private static final int FRAME_VERSION = 1;

  private RecordFrame() {}

  /// Appends the framed record.
  public static void write(WireWriter out, MetadataRecord record) {
    out.writeUnsignedVarint(FRAME_VERSION);
    out.writeUnsignedVarint(record.message().apiKey());
    out.writeUnsignedVarint(record.version());
    record.message().write(out, record.version());
  }

  /// Reads one framed record that fills `value`.
  ///
  /// @throws WireException when the bytes are not one, or of a type or version that only later
  ///   software knows
  public static MetadataRecord read(ByteBuffer value) {
    var in = new WireReader(value);
    int frameVersion = in.readUnsignedVarint();
    if (frameVersion != FRAME_VERSION) {
      throw WireException.malformed("metadata record with frame version " + frameVersion);
    }
    int type = in.readUnsignedVarint();
    int version = in.readUnsignedVarint();
    if (version > Short.MAX_VALUE) {
      throw WireException.malformed("metadata record of version " + version);
    }
    Message message = read(in, type, (short) version);
    in.checkEnd("metadata record of type " + type);
    return new MetadataRecord(message, (short) version);
  }

  private static Message read(WireReader in, int type, short version) {
    return switch (type) {
      case RegisterBrokerRecord.API_KEY -> RegisterBrokerRecord.read(in, version);
      case UnregisterBrokerRecord.API_KEY -> UnregisterBrokerRecord.read(in, version);
      case TopicRecord.API_KEY -> TopicRecord.read(in, version);
      case PartitionRecord.API_KEY -> PartitionRecord.read(in, version);
      case ConfigRecord.API_KEY -> ConfigRecord.read(in, version);
      case PartitionChangeRecord.API_KEY -> PartitionChangeRecord.read(in, version);
      case FenceBrokerRecord.API_KEY -> FenceBrokerRecord.read(in, version);
      case UnfenceBrokerRecord.API_KEY -> UnfenceBrokerRecord.read(in, version);
      case RemoveTopicRecord.API_KEY -> RemoveTopicRecord.read(in, version);
      case DelegationTokenRecord.API_KEY -> DelegationTokenRecord.read(in, version);
      case UserScramCredentialRecord.API_KEY -> copied(UserScramCredentialRecord.read(in, version));
      case FeatureLevelRecord.API_KEY -> FeatureLevelRecord.read(in, version);
      case ClientQuotaRecord.API_KEY -> ClientQuotaRecord.read(in, version);
      case ProducerIdsRecord.API_KEY -> ProducerIdsRecord.read(in, version);
      case BrokerRegistrationChangeRecord.API_KEY ->
          BrokerRegistrationChangeRecord.read(in, version);
      case AccessControlEntryRecord.API_KEY -> AccessControlEntryRecord.read(in, version);
      case RemoveAccessControlEntryRecord.API_KEY ->
          RemoveAccessControlEntryRecord.read(in, version);
      case NoOpRecord.API_KEY -> NoOpRecord.read(in, version);
      case ZkMigrationStateRecord.API_KEY -> ZkMigrationStateRecord.read(in, version);
      case RemoveUserScramCredentialRecord.API_KEY ->
          RemoveUserScramCredentialRecord.read(in, version);
      case BeginTransactionRecord.API_KEY -> BeginTransactionRecord.read(in, version);
      case EndTransactionRecord.API_KEY -> EndTransactionRecord.read(in, version);
      case AbortTransactionRecord.API_KEY -> AbortTransactionRecord.read(in, version);
      case RemoveDelegationTokenRecord.API_KEY -> RemoveDelegationTokenRecord.read(in, version);
      case RegisterControllerRecord.API_KEY -> RegisterControllerRecord.read(in, version);
      case ClearElrRecord.API_KEY -> ClearElrRecord.read(in, version);
      default -> throw WireException.malformed("metadata record of the unknown type " + type);
    };
  }

  /// The record with bytes of its own: it outlives the buffer it was read from.
  private static UserScramCredentialRecord copied(UserScramCredentialRecord record) {
    record.salt = copied(record.salt);
    record.storedKey = copied(record.storedKey);
    record.serverKey = copied(record.serverKey);
    return record;
  }

  private static ByteBuffer copied(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return ByteBuffer.wrap(copy);
  }
}
