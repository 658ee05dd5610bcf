#include "salus/service/journal.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "internals.hpp"
#include "journal_chain.hpp"
#include "journal_streams.hpp"

namespace salus {

namespace {

constexpr std::uint64_t progress_interval = 10'000;
constexpr std::size_t body_header_bytes = 17;

struct Checkpoint {
  std::string hash;
  Timestamp at{};
};
/// What anchors say of one stream, by sequence.
using Checkpoints = std::multimap<std::int64_t, Checkpoint>;

/// Walks one stream and remembers where the chain stands.
class StreamVerifier {
 public:
  StreamVerifier(std::int32_t stream, const Checkpoints& checkpoints)
      : stream_{stream}, checkpoints_{checkpoints}, next_{checkpoints.begin()} {}

  /// False at the first entry that is not as it was written: what follows cannot be judged.
  bool check(const ChainedFields& fields, const RowView& row) {
    const auto& hash = std::get<BytesView>(row[field_info<&JournalEntry::hash>()]).data;
    const auto* body = std::get_if<BytesView>(&row[field_info<&JournalEntry::body>()]);
    if (const auto reason = fault_of(fields, hash, body); !reason.empty()) {
      broken_ = BrokenEntry{stream_, sequence_ + 1, reason};
      return false;
    }
    ++sequence_;
    destroyed_ += body == nullptr ? 1 : 0;
    hash_.assign(hash);
    return true;
  }

  /// Nothing more comes: what anchors still ask for is gone.
  void finish() {
    if (broken_ || next_ == checkpoints_.end()) return;
    broken_ = BrokenEntry{
        stream_, sequence_ + 1, "The entry is missing: " + anchored(next_->second) + " has it."};
  }

  std::uint64_t entries() const { return static_cast<std::uint64_t>(sequence_); }
  std::uint64_t destroyed() const { return destroyed_; }
  const std::optional<BrokenEntry>& broken() const { return broken_; }

 private:
  std::string fault_of(const ChainedFields& entry, std::string_view hash, const BytesView* body) {
    if (entry.sequence != sequence_ + 1) return "The entry is missing.";
    if (body != nullptr && body_sha256_(body->data) != entry.body_hash)
      return "The body was changed.";
    if (chain_hash_(entry, hash_) != hash) return "The entry, or the one before it, was changed.";
    for (; next_ != checkpoints_.end() && next_->first == entry.sequence; ++next_) {
      if (next_->second.hash != hash)
        return "The entry is another one than in " + anchored(next_->second) + ".";
    }
    return {};
  }

  static std::string anchored(const Checkpoint& checkpoint) {
    return "the anchor of " + to_string(checkpoint.at);
  }

  std::int32_t stream_;
  const Checkpoints& checkpoints_;
  Checkpoints::const_iterator next_;
  std::int64_t sequence_ = 0;
  std::uint64_t destroyed_ = 0;
  std::string hash_;
  std::optional<BrokenEntry> broken_;
  ChainHash chain_hash_;
  Sha256 body_sha256_;
};

/// Verifies the streams, each by one of several threads.
class JournalVerifier {
 public:
  JournalVerifier(const Clinic& clinic, const JournalVerification& verification)
      : clinic_{clinic}, verification_{verification} {
    for (const auto& head : heads_of_journal(clinic)) checkpoints_[head.stream];
    for (const auto& anchor : verification.anchors) {
      if (anchor.organization != Internals::of(clinic).organization)
        throw Error{ErrorCode::invalid_input, "An anchor is of another organization."};
      for (const auto& head : anchor.heads)
        checkpoints_[head.stream].emplace(head.sequence, Checkpoint{head.hash, anchor.at});
    }
    next_ = checkpoints_.begin();
  }

  JournalReport run() {
    const auto wanted =
        verification_.threads != 0 ? verification_.threads : std::thread::hardware_concurrency();
    const auto count =
        std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(checkpoints_.size(), 1));
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back([this] { work(); });
    work();
    for (auto& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
    std::ranges::sort(report_.broken, {}, &BrokenEntry::stream);
    report_.unended_programs = programs_.size();
    return std::move(report_);
  }

 private:
  void work() {
    try {
      auto auditor = clinic_.act_as_system(Role::auditor);
      while (const auto* stream = next_stream()) verify(auditor, stream->first, stream->second);
    } catch (...) {
      const std::scoped_lock lock{mutex_};
      failure_ = std::current_exception();
    }
  }

  const std::pair<const std::int32_t, Checkpoints>* next_stream() {
    const std::scoped_lock lock{mutex_};
    if (failure_ || next_ == checkpoints_.end()) return nullptr;
    return &*next_++;
  }

  void verify(Session& auditor, std::int32_t stream, const Checkpoints& checkpoints) {
    StreamVerifier verifier{stream, checkpoints};
    ListOptions options;
    options.filter = f<&JournalEntry::stream> == stream;
    options.order = {{&field_info<&JournalEntry::sequence>()}};
    bool goes_on = true;
    Internals::of(auditor).for_each(
        entity_info<JournalEntry>(), std::move(options), [&](const RowView& row) {
          const auto fields = chained_fields_of(row);
          note_program(fields);
          if (goes_on) goes_on = verifier.check(fields, row);
          if (goes_on && verifier.entries() % progress_interval == 0) tell();
        });
    verifier.finish();
    take(verifier);
  }

  /// A program's start may stand in another stream than its stop.
  void note_program(const ChainedFields& fields) {
    if (fields.entity != "application") return;
    const std::scoped_lock lock{mutex_};
    const auto balance = programs_.try_emplace(std::string{fields.session}, 0).first;
    balance->second += fields.action == "start" ? 1 : -1;
    if (balance->second == 0) programs_.erase(balance);
  }

  void tell() {
    if (!verification_.progress) return;
    const std::scoped_lock lock{mutex_};
    verification_.progress(verified_ += progress_interval);
  }

  void take(const StreamVerifier& verifier) {
    const std::scoped_lock lock{mutex_};
    ++report_.streams;
    report_.entries += verifier.entries();
    report_.destroyed_bodies += verifier.destroyed();
    if (verifier.broken()) report_.broken.push_back(*verifier.broken());
  }

  const Clinic& clinic_;
  const JournalVerification& verification_;
  std::map<std::int32_t, Checkpoints> checkpoints_;
  std::map<std::int32_t, Checkpoints>::iterator next_;
  std::mutex mutex_;
  JournalReport report_;
  std::uint64_t verified_ = 0;
  std::map<std::string, int> programs_;  ///< Their starts without a stop.
  std::exception_ptr failure_;
};

}  // namespace

JournalReport verify_journal(const Clinic& clinic, const JournalVerification& verification) {
  auto report = JournalVerifier{clinic, verification}.run();
  note_use_of_journal(clinic, "verify");
  return report;
}

std::optional<std::string> journal_body_json(const JournalEntry& entry) {
  if (!entry.body || entry.body->data.size() < body_header_bytes) return std::nullopt;
  return entry.body->data.substr(body_header_bytes);
}

}  // namespace salus
