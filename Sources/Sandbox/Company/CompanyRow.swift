package import Model

/// One row of a company: in which system, in which table, with which values.
///
/// Values are canonical (`FieldValue`); a lookup's value is the identity of the row that it points to. What is not named is empty.
package struct CompanyRow: Sendable, Hashable {
    /// The system that holds the row.
    package var side: Side
    /// The table: `Customer` in the ERP, `account` in the CRM.
    package var table: String
    /// The values, the key among them.
    package var values: Fields

    /// Creates a row.
    package init(_ side: Side, _ table: String, _ values: Fields) {
        self.side = side
        self.table = table
        self.values = values
    }
}
