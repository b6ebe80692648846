import PluginKit
import Testing

@Suite("Amounts")
struct AmountTests {
    @Test(
        "are read and written as they are, without zeros that say nothing",
        arguments: [
            ("0", "0"), ("12.50", "12.5"), ("-0.05", "-0.05"), ("100000000000", "100000000000"), ("-7", "-7"),
            ("922337203685477.5807", "922337203685477.5807"), ("no number", "0"),
        ])
    func text(_ written: String, _ read: String) {
        #expect(Amount(.text(written)).text == read)
        #expect(Amount(.integer(3)).text == "3" && Amount(.null) == .zero && Amount(nil) == .zero)
    }

    @Test("are added, taken away and multiplied without a digit being lost")
    func reckoning() {
        let (one, two) = (Amount("19.9999"), Amount("0.00003"))
        #expect((one + two).text == "19.99993" && (two - one).text == "-19.99987" && (one * two).text == "0.000599997")
        #expect(one - one == .zero)
        #expect(
            (Amount("100000000000.12345") * Amount("922337203685477.5807")).text
                == "92233720368661620597794972.207337415")
    }

    @Test(
        "are rounded to the cent, halves away from zero",
        arguments: [("1.005", "1.01"), ("-1.005", "-1.01"), ("1.0049999", "1"), ("2.5", "2.5"), ("-0.001", "0")])
    func cents(_ exact: String, _ rounded: String) {
        #expect(Amount(.text(exact)).cents.text == rounded)
    }
}
