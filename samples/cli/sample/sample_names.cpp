#include "cli/sample/sample_names.hpp"

#include <array>
#include <string_view>

namespace salus::cli {

namespace {

constexpr std::size_t names_each = 8;

enum class NameOrder : unsigned char { given_first, family_first };

struct Culture {
  std::array<std::string_view, names_each> women;
  std::array<std::string_view, names_each> men;
  std::array<std::string_view, names_each> families;
  NameOrder order = NameOrder::given_first;
};

// clang-format off
constexpr std::array cultures{
    Culture{{"Amara", "Chioma", "Adaeze", "Ngozi", "Temitọpẹ", "Folákẹ́", "Zainab", "Ifeoma"},
            {"Chinedu", "Emeka", "Tunde", "Obinna", "Babátúndé", "Ibrahim", "Kelechi", "Uche"},
            {"Okafor", "Adébáyọ̀", "Nwosu", "Eze", "Balogun", "Ọlátúnjí", "Musa", "Onyeka"}},
    Culture{{"Käthe", "Annika", "Ursula", "Lieselotte", "Jördis", "Greta", "Mareike", "Hanna"},
            {"Jürgen", "Matthias", "Björn", "Lukas", "Günter", "Friedrich", "Sören", "Jonas"},
            {"Müller", "Schäfer", "Weiß", "Krüger", "Böhm", "Vogel", "Hartmann", "Lindner"}},
    Culture{{"Zofia", "Agnieszka", "Małgorzata", "Łucja", "Katarzyna", "Bożena", "Hanna", "Wanda"},
            {"Paweł", "Michał", "Stanisław", "Łukasz", "Grzegorz", "Tomasz", "Jędrzej", "Wojciech"},
            {"Nowak", "Wójcik", "Dąbek", "Mazur", "Krawczyk", "Zając", "Wróbel", "Sroka"}},
    Culture{{"Elif", "Zeynep", "Ayşe", "Gülşen", "Çiğdem", "Nuray", "Defne", "İpek"},
            {"Mehmet", "Çağrı", "Emre", "Oğuz", "Barış", "Yiğit", "Kerem", "Ümit"},
            {"Yılmaz", "Şahin", "Öztürk", "Çelik", "Aydın", "Güneş", "Kılıç", "Doğan"}},
    Culture{{"Thảo", "Hương", "Linh", "Ngọc", "Mai", "Phương", "Trang", "Yến"},
            {"Minh", "Đức", "Tuấn", "Hải", "Khôi", "Quang", "Sơn", "Bảo"},
            {"Nguyễn", "Trần", "Phạm", "Lê", "Hoàng", "Đặng", "Vũ", "Bùi"}, NameOrder::family_first},
    Culture{{"Lucía", "Inés", "Begoña", "Martina", "Noelia", "Verónica", "Itziar", "Carmen"},
            {"Íñigo", "Álvaro", "Joaquín", "Mateo", "Andrés", "Raúl", "Sebastián", "Hernán"},
            {"Muñoz", "Peña", "Ibáñez", "Núñez", "García", "Ordóñez", "Etxeberria", "Quiroga"}},
    Culture{{"Amélie", "Chloé", "Françoise", "Maëlle", "Hélène", "Noémie", "Solène", "Océane"},
            {"François", "Rémi", "Loïc", "Théo", "Benoît", "Jérôme", "Yannick", "Gaël"},
            {"Lefèvre", "Moreau", "Gauthier", "Bérenger", "Dupré", "Rousseau", "Lemaître", "Thévenet"}},
    Culture{{"Layla", "Yasmin", "Noor", "Rania", "Salma", "Huda", "Maryam", "Farah"},
            {"Omar", "Karim", "Youssef", "Tariq", "Samir", "Khaled", "Idris", "Nabil"},
            {"Haddad", "al-Masri", "Nasser", "Khoury", "Mansour", "Aziz", "Rahman", "Saleh"}},
    Culture{{"Priya", "Ananya", "Kavita", "Meera", "Lakshmi", "Sunita", "Deepa", "Ishani"},
            {"Arjun", "Rohan", "Vikram", "Sanjay", "Anil", "Harish", "Kiran", "Nikhil"},
            {"Sharma", "Iyer", "Banerjee", "Patel", "Reddy", "Kulkarni", "Menon", "Chowdhury"}},
    Culture{{"Ελένη", "Μαρία", "Κατερίνα", "Σοφία", "Δήμητρα", "Ιωάννα", "Αθηνά", "Βασιλική"},
            {"Γιώργος", "Νίκος", "Δημήτρης", "Κώστας", "Αντώνης", "Θανάσης", "Πέτρος", "Σπύρος"},
            {"Παππά", "Οικονόμου", "Γεωργίου", "Ιωάννου", "Δημητρίου", "Αλεξίου", "Κωνσταντίνου", "Νικολάου"}},
    Culture{{"美咲", "陽子", "結衣", "由美", "恵子", "葵", "直美", "真理"},
            {"健太", "大輔", "誠", "翔太", "隆", "拓也", "修", "和夫"},
            {"佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "小林"}, NameOrder::family_first},
    Culture{{"Siân", "Niamh", "Aoife", "Eleanor", "Grace", "Róisín", "Margaret", "Harriet"},
            {"Seán", "Callum", "Pádraig", "Edward", "Owen", "Thomas", "Ruairí", "George"},
            {"Ó Briain", "Davies", "MacLeod", "Whitfield", "O'Connor", "Penrose", "Hughes", "Ashworth"}},
};
// clang-format on

}  // namespace

SampleName sample_name(SampleRandom& random, Sex sex) {
  const auto& culture = random.pick(cultures);
  const std::string given{random.pick(sex == Sex::female ? culture.women : culture.men)};
  const std::string family{random.pick(culture.families)};
  const bool given_first = culture.order == NameOrder::given_first;
  return {given, family, given_first ? given + " " + family : family + " " + given};
}

}  // namespace salus::cli
