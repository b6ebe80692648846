/// The series that gives a new row its number.
package struct NumberSeriesDefinition: Sendable, Hashable, Codable {
    /// The field that gets the number.
    package var field: String
    /// What precedes the digits: `C`, `ORD-`.
    package var prefix: String
    /// The number of digits, filled with zeros.
    package var digits: Int
    /// The first number.
    package var first: Int64
    /// The distance between two numbers.
    package var step: Int64
    /// What follows the digits; `*` stands for six letters and digits at random, as Dataverse adds them.
    package var suffix: String?
}
