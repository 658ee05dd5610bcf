#include "salus/schema/nested.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/schema/entity.hpp"
#include "salus/schema/validation.hpp"

using namespace salus;

namespace {

enum class Route : std::uint8_t { oral, intravenous };

struct Dose {
  double amount = 0;
  std::string unit = "mg";
  friend bool operator==(const Dose&, const Dose&) = default;
};

struct Prescription {
  std::string drug;
  Route route = Route::oral;
  Date since{};
  TimeOfDay at;
  std::int32_t days = 7;
  bool repeats = false;
  std::optional<Dose> dose;
  std::vector<Dose> steps;
  Json extras = Json::empty_object();
  std::optional<std::string> note;
  friend bool operator==(const Prescription&, const Prescription&) = default;
};

struct Chart {
  Id<Chart> id;
  std::vector<Prescription> prescriptions;
  std::vector<std::string> languages;
  std::vector<Date> visits;
  Dose usual;
  std::optional<Dose> other;
};

constexpr auto since = std::chrono::sys_days{std::chrono::year{2026} / 2 / 3};

Prescription penicillin() {
  return {.drug = "Peni\"cillin\\\n\x01 é",
          .since = since,
          .at = {std::chrono::hours{8} + std::chrono::milliseconds{250}},
          .dose = Dose{.amount = 0.5},
          .steps = {{.amount = 1}, {.amount = -2e300, .unit = ""}}};
}

}  // namespace

template <>
struct salus::Describe<Dose> {
  static constexpr auto value =
      salus::value<Dose>(field<&Dose::amount>("amount", required), field<&Dose::unit>("unit"))
          .check("negative", "amount", "A dose is more than nothing.",
                 [](const Dose& dose) { return dose.amount > 0; });
};

template <>
struct salus::Describe<Prescription> {
  static constexpr auto value = salus::value<Prescription>(
      field<&Prescription::drug>("drug", required, max_length{40}),
      field<&Prescription::route>("route"), field<&Prescription::since>("since", required),
      field<&Prescription::at>("at"), field<&Prescription::days>("days"),
      field<&Prescription::repeats>("repeats"), field<&Prescription::dose>("dose"),
      field<&Prescription::steps>("steps"), field<&Prescription::extras>("extras"),
      field<&Prescription::note>("note"));
};

template <>
struct salus::Describe<Chart> {
  static constexpr auto entity = salus::entity<Chart>(
      "chart", "", field<&Chart::id>("id", primary_key, read_only),
      field<&Chart::prescriptions>("prescriptions"),
      field<&Chart::languages>("languages", max_length{5}), field<&Chart::visits>("visits"),
      field<&Chart::usual>("usual"), field<&Chart::other>("other"));
};

namespace {

template <auto Member>
std::string text_of(const Chart& chart) {
  return std::get<std::string>(field_info<Member>().load(&chart));
}

template <auto Member>
bool read(std::string_view text, Chart& chart) {
  return field_info<Member>().store(&chart, Cell{text});
}

template <auto Member>
std::string complaints(std::string text) {
  Issues issues;
  validate_value(field_info<Member>(), Value{std::move(text)}, issues);
  return issues.summary();
}

}  // namespace

TEST_CASE("a nested value is canonical JSON: every key, sorted") {
  const Chart chart{.prescriptions = {penicillin()}};
  CHECK(text_of<&Chart::prescriptions>(chart) ==
        R"([{"at":"08:00:00.250000","days":7,"dose":{"amount":0.5,"unit":"mg"},)"
        R"("drug":"Peni\"cillin\\\n\u0001 é","extras":{},"note":null,"repeats":false,)"
        R"("route":"oral","since":"2026-02-03",)"
        R"("steps":[{"amount":1,"unit":"mg"},{"amount":-2e+300,"unit":""}]}])");
  CHECK(text_of<&Chart::languages>({}) == "[]");
  CHECK(text_of<&Chart::languages>({.languages = {"en", ""}}) == R"(["en",""])");
  CHECK(text_of<&Chart::visits>({.visits = {since}}) == R"(["2026-02-03"])");
  CHECK(text_of<&Chart::usual>({}) == R"({"amount":0,"unit":"mg"})");
  const Chart empty;
  CHECK(is_null(field_info<&Chart::other>().load(&empty)));
}

TEST_CASE("a nested value that was written is read as it was") {
  const Chart written{.prescriptions = {penicillin(), {.drug = "B", .route = Route::intravenous}},
                      .languages = {"en", "\"", "ü\\"},
                      .visits = {since, Date{}},
                      .usual = {.amount = 2},
                      .other = Dose{.unit = "ml"}};
  Chart again;
  for (const auto& field : entity_info<Chart>().fields()) {
    const auto value = field.load(&written);
    CHECK(field.store(&again, borrow(value)));
  }
  CHECK(again.prescriptions == written.prescriptions);
  CHECK(again.languages == written.languages);
  CHECK(again.visits == written.visits);
  CHECK(again.usual == written.usual);
  CHECK(again.other == written.other);
}

TEST_CASE("a key that is left out has its default, and one without a field is ignored") {
  Chart chart;
  REQUIRE(read<&Chart::prescriptions>(R"([{"drug":"A","future":[{"drug":"B"},"]"],"note":"n"}])",
                                      chart));
  REQUIRE(chart.prescriptions.size() == 1);
  CHECK(chart.prescriptions[0] == Prescription{.drug = "A", .note = "n"});
}

TEST_CASE("what does not fit leaves the member as it is") {
  for (const std::string_view text : {R"({})",
                                      R"("x")",
                                      R"(null)",
                                      R"([1])",
                                      R"([{"days":"7"}])",
                                      R"([{"days":1e3}])",
                                      R"([{"days":99999999999}])",
                                      R"([{"route":"nasal"}])",
                                      R"([{"at":"25:00"}])",
                                      R"([{"since":"2026-02-30"}])",
                                      R"([{"drug":null}])",
                                      R"([{"drug":{}}])",
                                      R"([{"dose":[]}])"}) {
    CAPTURE(text);
    Chart chart{.prescriptions = {penicillin()}};
    CHECK_FALSE(read<&Chart::prescriptions>(text, chart));
    CHECK(chart.prescriptions == std::vector{penicillin()});
  }
}

TEST_CASE("what is wrong inside has a path, and everything is said at once") {
  CHECK(complaints<&Chart::prescriptions>(R"([{"drug":"A","since":"2026-02-03"}])").empty());
  CHECK(complaints<&Chart::prescriptions>(
            R"([{"drug":"A","since":"2026-02-03"},{"drug":"","route":"nasal","since":"x"}])") ==
        "prescriptions[1].drug: This field may not be blank.; "
        "prescriptions[1].route: \"nasal\" is not a valid choice.; "
        "prescriptions[1].since: Date has wrong format. Use one of these formats instead: "
        "YYYY-MM-DD.");
  CHECK(complaints<&Chart::prescriptions>(R"([{}])") ==
        "prescriptions[0].drug: This field is required.; "
        "prescriptions[0].since: This field is required.");
  CHECK(
      complaints<&Chart::prescriptions>(
          R"([{"at":"08","days":[],"drug":null,"note":null,"repeats":1,"since":"2026-02-03"}])") ==
      "prescriptions[0].days: A valid integer is required.; "
      "prescriptions[0].drug: This field may not be null.; "
      "prescriptions[0].repeats: Must be a valid boolean.");
  CHECK(complaints<&Chart::prescriptions>(R"([{"at":"8 am","drug":"A","since":"2026-02-03"}])") ==
        "prescriptions[0].at: Time has wrong format. Use one of these formats instead: "
        "hh:mm[:ss[.uuuuuu]].");
}

TEST_CASE("rules over a nested value, also inside another, are judged once its fields are good") {
  CHECK(complaints<&Chart::usual>(R"({"amount":0})") ==
        "usual.amount: A dose is more than nothing.");
  CHECK(complaints<&Chart::usual>(R"({"amount":"0","unit":"mg"})") ==
        "usual.amount: A valid number is required.");
  CHECK(complaints<&Chart::prescriptions>(
            R"([{"drug":"A","since":"2026-02-03","steps":[{"amount":1},{"amount":-1}]}])") ==
        "prescriptions[0].steps[1].amount: A dose is more than nothing.");
}

TEST_CASE("a value of another shape is refused as the original stack words it") {
  CHECK(complaints<&Chart::prescriptions>(R"({"mon":["09:00"]})") ==
        "prescriptions.non_field_errors: Expected a list of items but got type \"dict\".");
  CHECK(complaints<&Chart::prescriptions>(R"([1.5])") ==
        "prescriptions[0].non_field_errors: Invalid data. Expected a dictionary, but got float.");
  CHECK(complaints<&Chart::usual>("[]") ==
        "usual.non_field_errors: Invalid data. Expected a dictionary, but got list.");
}

TEST_CASE("each text of a list obeys the list's limit") {
  CHECK(complaints<&Chart::languages>(R"(["en","Deutsch",""])") ==
        "languages[1]: Ensure this field has no more than 5 characters.; "
        "languages[2]: This field may not be blank.");
  CHECK(complaints<&Chart::languages>(R"(["en",1])") == "languages[1]: Not a valid string.");
}

TEST_CASE("text that is not canonical is read or refused, and nothing worse") {
  const Chart chart{.prescriptions = {penicillin()}};
  const auto good = text_of<&Chart::prescriptions>(chart);
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 20'000; ++round) {
    auto text = good.substr(0, random() % (good.size() + 1));
    for (auto changes = random() % 4; changes > 0 && !text.empty(); --changes)
      text[random() % text.size()] = R"([]{}:,"\u01ntf.-)"[random() % 16];
    Chart read_again;
    if (read<&Chart::prescriptions>(text, read_again))
      CHECK(text_of<&Chart::prescriptions>(read_again).starts_with('['));
    complaints<&Chart::prescriptions>(text);
  }
}
