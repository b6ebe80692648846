import Model
import Testing

@Suite("Languages")
struct LanguageTests {
    @Test(
        "French has a blank that doesn't break before :;?! and within guillemets, wherever the table has a common one")
    func french() {
        #expect(
            Language.fr.pick("", "Rien : c'est « fini » ; vraiment ? Oui !")
                == "Rien\u{A0}: c'est «\u{A0}fini\u{A0}»\u{A0}; vraiment\u{A0}? Oui\u{A0}!")
    }

    @Test("addresses and times keep their colons")
    func untouched() {
        #expect(Language.fr.pick("", "http://a.b:80 à 12:30") == "http://a.b:80 à 12:30")
    }

    @Test("English is left as it is")
    func english() { #expect(Language.en.pick("a : b", "") == "a : b") }

    @Test(
        "numbers: zero is many in English and one in French",
        arguments: [
            (Language.en, 0, "0 records"), (.en, 1, "1 record"), (.en, 2, "2 records"),
            (.fr, 0, "0 enregistrement"), (.fr, 1, "1 enregistrement"), (.fr, 2, "2 enregistrements"),
        ])
    func numbers(_ language: Language, _ number: Int, _ text: String) {
        #expect(
            language.count(
                number, ("\(number) record", "\(number) records"),
                ("\(number) enregistrement", "\(number) enregistrements"))
                == text)
    }
}
