#include "salus/service/journal_anchor.hpp"

#include <optional>
#include <span>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "salus/codec/text_value.hpp"

#include "digest.hpp"
#include "ed25519.hpp"
#include "internals.hpp"
#include "journal_streams.hpp"

namespace salus {

namespace {

using nlohmann::json;

[[noreturn]] void refuse(std::string_view field, std::string message) {
  Issues issues;
  issues.add(field, "invalid", std::move(message));
  throw Error{std::move(issues)};
}

std::optional<std::string> from_hex(std::string_view digits, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t written = 0;
  const char* end = nullptr;
  const bool is_hex = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()),
                                     bytes.size(),
                                     digits.data(),
                                     digits.size(),
                                     nullptr,
                                     &written,
                                     &end) == 0;
  if (!is_hex || written != size || end != digits.data() + digits.size()) return std::nullopt;
  return bytes;
}

/// What is signed: a text of lines, each value once and in one form.
std::string signed_bytes(const JournalAnchor& anchor) {
  std::string bytes = "salus.anchor.1\n" + anchor.organization.to_string() + '\n' +
                      std::to_string(anchor.at.time_since_epoch().count()) + '\n';
  for (const auto& head : anchor.heads) {
    bytes += std::to_string(head.stream) + ' ' + std::to_string(head.sequence) + ' ' +
             to_hex(head.hash) + '\n';
  }
  return bytes;
}

JournalHead head_from(const json& node) {
  JournalHead head;
  head.stream = node.at("stream").get<std::int32_t>();
  head.sequence = node.at("sequence").get<std::int64_t>();
  const auto hash = from_hex(node.at("hash").get<std::string>(), 32);
  if (!hash || head.sequence < 1) refuse("heads", "This is not the end of a stream.");
  head.hash = *hash;
  return head;
}

JournalAnchor anchor_from(const json& node) {
  JournalAnchor anchor;
  const auto organization = Id<Organization>::parse(node.at("organization").get<std::string>());
  const auto signature =
      from_hex(node.at("signature").get<std::string>(), ed25519::signature_bytes);
  if (!organization) refuse("organization", "This is not a UUID.");
  if (!signature) refuse("signature", "This is not a signature.");
  anchor.organization = *organization;
  anchor.at = Timestamp{std::chrono::microseconds{node.at("at").get<std::int64_t>()}};
  anchor.signature = *signature;
  for (const auto& head : node.at("heads")) anchor.heads.push_back(head_from(head));
  return anchor;
}

JournalAnchor anchor_of_line(std::string_view line, const std::string& name,
                             std::string_view public_key) {
  std::optional<JournalAnchor> anchor;
  try {
    anchor = anchor_from(json::parse(line));
  } catch (const json::exception&) {
    refuse(name, "This is not an anchor.");
  }
  if (!ed25519::is_signature(anchor->signature, signed_bytes(*anchor), public_key))
    refuse(name, "The owner of the key did not sign this anchor.");
  return *std::move(anchor);
}

}  // namespace

AnchorKey AnchorKey::generate(const RandomSource& random) {
  std::string seed(ed25519::seed_bytes, '\0');
  random(std::as_writable_bytes(std::span{seed}));
  return AnchorKey{Secret{std::move(seed)}};
}

AnchorKey AnchorKey::from_text(const Secret& text) {
  auto seed = from_hex(text.reveal(), ed25519::seed_bytes);
  if (!seed) refuse("key", "An anchor key is 64 hexadecimal digits.");
  return AnchorKey{Secret{*std::move(seed)}};
}

Secret AnchorKey::to_text() const { return Secret{to_hex(seed_.reveal())}; }

std::string AnchorKey::public_key() const {
  const auto pair = ed25519::key_pair(seed_);
  return to_hex(ed25519::public_key_of(pair));
}

std::string AnchorKey::sign(std::string_view bytes) const {
  return ed25519::sign(ed25519::key_pair(seed_), bytes);
}

JournalAnchor anchor_journal(const Clinic& clinic, const AnchorKey& key) {
  note_use_of_journal(clinic, "anchor");
  JournalAnchor anchor;
  anchor.organization = Internals::of(clinic).organization;
  anchor.at = clinic.environment().clock();
  anchor.heads = heads_of_journal(clinic);
  anchor.signature = key.sign(signed_bytes(anchor));
  return anchor;
}

std::string to_json(const JournalAnchor& anchor) {
  auto heads = json::array();
  for (const auto& head : anchor.heads) {
    heads.push_back(
        {{"stream", head.stream}, {"sequence", head.sequence}, {"hash", to_hex(head.hash)}});
  }
  return json{{"organization", anchor.organization.to_string()},
              {"at", anchor.at.time_since_epoch().count()},
              {"heads", std::move(heads)},
              {"signature", to_hex(anchor.signature)}}
      .dump();
}

std::vector<JournalAnchor> anchors_from_json(std::string_view lines, std::string_view public_key) {
  const auto key = from_hex(public_key, ed25519::public_key_bytes);
  if (!key) refuse("public_key", "A public key is 64 hexadecimal digits.");
  std::vector<JournalAnchor> anchors;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (!line.empty())
      anchors.push_back(anchor_of_line(line, "line " + std::to_string(number), *key));
  }
  return anchors;
}

}  // namespace salus
