#pragma once

/// Anchors: where the journal's streams ended at a moment, signed, to be kept outside the database. A
/// journal that lacks what an anchor names was cut off or put back to an older state.
///
/// @code
/// const auto key = AnchorKey::generate(environment.random);
/// file << to_json(anchor_journal(clinic, key)) << '\n';       // every day, onto another machine
/// verify_journal(clinic, {.anchors = anchors_from_json(text, key.public_key())});
/// @endcode

#include <string>
#include <string_view>
#include <vector>

#include "salus/core/environment.hpp"
#include "salus/core/export.hpp"
#include "salus/core/secret.hpp"
#include "salus/service/clinic.hpp"
#include "salus/storage/session.hpp"

namespace salus {

/// Where every stream of an organization's journal ended.
struct JournalAnchor {
  Id<Organization> organization;
  Timestamp at{};
  std::vector<JournalHead> heads;  ///< By stream; each of at least one entry.
  std::string signature;           ///< 64 bytes, Ed25519 (RFC 8032).
};

/// The key that signs anchors: kept by whoever keeps the anchors, not by the database. Wiped when it goes.
class SALUS_EXPORT AnchorKey {
 public:
  static AnchorKey generate(const RandomSource& random);
  /// From what `to_text` wrote. Throws `invalid_input`.
  static AnchorKey from_text(const Secret& text);

  Secret to_text() const;
  /// For those who verify: 32 bytes in hexadecimal digits.
  std::string public_key() const;
  /// 64 bytes.
  std::string sign(std::string_view bytes) const;

 private:
  explicit AnchorKey(Secret seed) : seed_{std::move(seed)} {}
  Secret seed_;
};

/// Signs where the journal ends now. Throws `journal_broken` if a stream's last entry does not verify.
SALUS_EXPORT JournalAnchor anchor_journal(const Clinic& clinic, const AnchorKey& key);

/// One line of JSON.
SALUS_EXPORT std::string to_json(const JournalAnchor& anchor);

/// Reads lines of JSON. Throws `invalid_input`, naming the line, for one that is malformed or that the
/// owner of the key did not sign.
SALUS_EXPORT std::vector<JournalAnchor> anchors_from_json(std::string_view lines,
                                                          std::string_view public_key);

}  // namespace salus
