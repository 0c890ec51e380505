package io.tidepost.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What the kernel alone takes to bring bytes from the page cache to a client on this machine: the
/// floor under every broker that reads with sendfile. One byte asks for a portion, as a fetch does.
public final class BareSendfile {
  private static final int PORTION_BYTES = 4 << 20;
  private static final int CALL_BYTES = 1 << 20;
  private static final int FILE_BYTES = 512 << 20;

  private BareSendfile() {}

  /// CPU seconds of the sending thread per GB of `megabytes` sent.
  public static double cpuSecondsPerGigabyte(int megabytes) throws IOException {
    Path path = Files.createTempFile("sendfile", ".bytes");
    try (FileChannel file =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(CALL_BYTES);
      while (file.size() < FILE_BYTES) {
        file.write(zeros.clear());
      }
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      long portions = Math.max(1, megabytes * 1_000_000L / PORTION_BYTES);
      Thread reader = Thread.ofPlatform().start(() -> read(listener, portions));
      try (SocketChannel client = listener.accept()) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        send(file, client, portions);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        reader.join();
        return nanos / 1e9 / (portions * PORTION_BYTES / 1e9);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    } finally {
      Files.delete(path);
    }
  }

  private static void send(FileChannel file, SocketChannel client, long portions)
      throws IOException {
    ByteBuffer ask = ByteBuffer.allocate(1);
    long position = 0;
    for (long portion = 0; portion < portions; portion++) {
      client.read(ask.clear());
      for (long sent = 0; sent < PORTION_BYTES; ) {
        long bytes = Math.min(CALL_BYTES, PORTION_BYTES - sent);
        sent += file.transferTo(position + sent, bytes, client);
      }
      position = (position + PORTION_BYTES) % FILE_BYTES;
    }
  }

  private static void read(ServerSocketChannel listener, long portions) {
    try (SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
      ByteBuffer portion = ByteBuffer.allocateDirect(PORTION_BYTES);
      for (long i = 0; i < portions; i++) {
        socket.write(ByteBuffer.allocate(1));
        portion.clear();
        while (portion.hasRemaining() && socket.read(portion) >= 0) {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
