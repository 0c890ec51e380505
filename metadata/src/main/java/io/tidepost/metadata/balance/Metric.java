package io.tidepost.metadata.balance;

import io.tidepost.metadata.balance.Ledger.Account;
import io.tidepost.metadata.balance.Ledger.Placed;
import java.util.Locale;

/// What is made even between brokers.
enum Metric {
  /// How full a broker's disks are, as a fraction; bytes when nobody knows how large they are.
  DISK {
    @Override
    double level(Account account) {
      long room = account.broker.diskBytes();
      return room > 0 ? (double) account.bytes / room : account.bytes;
    }

    @Override
    double weight(Account account, Placed placed, boolean leads) {
      long room = account.broker.diskBytes();
      return room > 0 ? (double) placed.load.bytes() / room : placed.load.bytes();
    }

    @Override
    String text(Account account) {
      return account.broker.diskBytes() > 0
          ? String.format(Locale.ROOT, "is %.0f %% full", level(account) * PERCENT)
          : "has " + account.bytes + " bytes";
    }
  },

  /// Bytes per second that a broker takes in and gives out.
  TRAFFIC {
    @Override
    double level(Account account) {
      return account.bytesPerSecond;
    }

    @Override
    double weight(Account account, Placed placed, boolean leads) {
      return Ledger.traffic(placed, leads);
    }

    @Override
    String text(Account account) {
      return "carries " + account.bytesPerSecond + " bytes/s";
    }
  };

  private static final double PERCENT = 100;

  abstract double level(Account account);

  /// What a replica adds to the level of a broker.
  ///
  /// @param leads whether it leads there
  abstract double weight(Account account, Placed placed, boolean leads);

  abstract String text(Account account);

  /// Why something goes from one broker to another.
  String reason(Account from, Account to) {
    return name().toLowerCase(Locale.ROOT)
        + ": broker "
        + from.id()
        + " "
        + text(from)
        + ", broker "
        + to.id()
        + " "
        + text(to);
  }
}
