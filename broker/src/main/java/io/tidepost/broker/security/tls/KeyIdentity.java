package io.tidepost.broker.security.tls;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// For whom the certificates of a key store stand: what clients check names against.
///
/// @param subjects distinguished names
/// @param alternatives alternative names, kind and value
record KeyIdentity(Set<String> subjects, Set<String> alternatives) {

  static KeyIdentity of(@Nullable KeyStore store) throws KeyStoreException {
    Set<String> subjects = new TreeSet<>();
    Set<String> alternatives = new HashSet<>();
    List<String> aliases = store == null ? List.of() : Collections.list(store.aliases());
    for (String alias : aliases) {
      if (store != null && store.getCertificate(alias) instanceof X509Certificate certificate) {
        subjects.add(certificate.getSubjectX500Principal().getName());
        try {
          Collection<List<?>> names = certificate.getSubjectAlternativeNames();
          if (names != null) {
            names.forEach(name -> alternatives.add(String.valueOf(name)));
          }
        } catch (CertificateParsingException e) {
          throw new KeyStoreException("the certificate " + alias + " cannot be read", e);
        }
      }
    }
    return new KeyIdentity(subjects, alternatives);
  }

  /// Why this one may not take the place of an older one; `null` when it may. Clients that checked
  /// the old names must still find them (KIP-978).
  @Nullable String whyNotAfter(KeyIdentity older, boolean anySubject, boolean anyAlternatives) {
    if (!anySubject && !subjects.equals(older.subjects)) {
      return "Keystore DistinguishedName does not match: existing="
          + older.subjects
          + ", new="
          + subjects;
    }
    if (!anyAlternatives && !alternatives.containsAll(older.alternatives)) {
      return "Keystore SubjectAltNames do not match: existing="
          + older.alternatives
          + ", new="
          + alternatives;
    }
    return null;
  }
}
