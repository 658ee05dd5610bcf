#include "salus/service/journal.hpp"

#include <string>
#include <string_view>

#include "digest.hpp"
#include "journal_chain.hpp"

namespace salus {

namespace {

constexpr std::uint64_t progress_interval = 10'000;
constexpr std::size_t body_header_bytes = 17;

/// Walks one stream after the other and remembers where the chain stands.
class Verifier {
 public:
  explicit Verifier(JournalReport& report) : report_{report} {}

  void check(const JournalEntry& entry) {
    if (entry.stream != stream_ || report_.streams == 0) start_stream(entry.stream);
    const auto reason = fault_of(entry);
    if (!reason.empty()) {
      report_.broken = BrokenEntry{entry.stream, sequence_ + 1, std::string{reason}};
      return;
    }
    ++report_.entries;
    ++sequence_;
    hash_ = entry.hash.data;
  }

 private:
  void start_stream(std::int32_t stream) {
    ++report_.streams;
    stream_ = stream;
    sequence_ = 0;
    hash_.clear();
  }

  std::string_view fault_of(const JournalEntry& entry) const {
    if (entry.sequence != sequence_ + 1) return "The entry is missing.";
    if (entry.body && sha256(entry.body->data) != entry.body_hash.data)
      return "The body was changed.";
    if (chain_hash(entry, hash_) != entry.hash.data)
      return "The entry, or the one before it, was changed.";
    return {};
  }

  JournalReport& report_;
  std::int32_t stream_ = 0;
  std::int64_t sequence_ = 0;
  std::string hash_;
};

}  // namespace

JournalReport verify_journal(Session& session, const std::function<void(std::uint64_t)>& progress) {
  JournalReport report;
  Verifier verifier{report};
  ListOptions in_order;
  in_order.order = {{&field_info<&JournalEntry::stream>()},
                    {&field_info<&JournalEntry::sequence>()}};
  session.for_each(entity_info<JournalEntry>(), in_order, [&](const RowView& row) {
    if (report.broken) return;
    verifier.check(*Stored<JournalEntry>{row});
    if (progress && report.entries % progress_interval == 0) progress(report.entries);
  });
  return report;
}

std::optional<std::string> journal_body_json(const JournalEntry& entry) {
  if (!entry.body || entry.body->data.size() < body_header_bytes) return std::nullopt;
  return entry.body->data.substr(body_header_bytes);
}

}  // namespace salus
