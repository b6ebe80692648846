/// A date formula of payment terms: `30D`, `30D+CM`.
///
/// <https://learn.microsoft.com/dynamics365/business-central/ui-enter-date-ranges#use-date-formulas>
struct BCDateFormula {
    private let terms: [Substring]

    init(_ text: String) { terms = text.split(separator: "+") }

    /// The day that the formula leads to; `nil` when it is none that is known here.
    func day(from text: String) -> String? {
        guard let moment = Moment(iso: text) else { return nil }
        var day = MomentText.dayNumber(of: moment)
        for term in terms {
            if term == "CM" {
                let date = MomentText.civil(day)
                day += MomentText.daysIn(date.month, of: date.year) - date.day
            } else if term.last == "D", let days = Int64(term.dropLast()) {
                day += days
            } else {
                return nil
            }
        }
        return Moment(milliseconds: day * 86_400_000).dayText
    }
}
