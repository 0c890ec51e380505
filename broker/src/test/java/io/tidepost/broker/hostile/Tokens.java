package io.tidepost.broker.hostile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An OAuth server that signs whatever it is told, and whose keys can be made slow to come or
/// worthless.
final class Tokens implements AutoCloseable {

  private final KeyPair keys = newKeys();
  private final HttpServer http;
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean silent;
  private volatile String garbage = "";

  Tokens() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    http.createContext("/keys", this::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    if (silent) {
      awaitClosed();
    }
    String text = garbage.isEmpty() ? jwks() : garbage;
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Requests for its keys from now on are never answered.
  void fallSilent() {
    silent = true;
  }

  /// Requests for its keys from now on are answered with this.
  void answer(String text) {
    garbage = text;
  }

  /// How often it was asked for its keys.
  int asked() {
    return asked.get();
  }

  String address() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/keys";
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"first\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(
            base64(key.getModulus().toByteArray()), base64(key.getPublicExponent().toByteArray()));
  }

  static String base64(byte[] bytes) {
    int from = bytes.length > 0 && bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A token signed with the right key.
  String signed(String header, String claims) {
    return signed(keys, header, claims);
  }

  static String signed(KeyPair with, String header, String claims) {
    try {
      String text = base64(header) + "." + base64(claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(with.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The public key as a secret: what a server that believes the header's `alg` would check with.
  byte[] publicKey() {
    return keys.getPublic().getEncoded();
  }

  @Override
  public void close() {
    closed.countDown();
    http.stop(0);
  }
}
