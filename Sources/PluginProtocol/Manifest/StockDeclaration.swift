public import Model

/// Where the ERP says how much of a record is on hand, and what tells that it moved.
public struct StockDeclaration: Sendable, Hashable {
    /// Rows of another table whose arrival changes the figure, while the record keeps its own stamp.
    public struct Movements: Sendable, Hashable {
        /// Where they are in the ERP.
        public var rows: ERPSide
        /// The field of such a row that names the record.
        public var names: FieldName
        /// The field of the record that is named there.
        public var of: FieldName

        /// Creates it.
        public init(rows: ERPSide, names: FieldName, of: FieldName) {
            self.rows = rows
            self.names = names
            self.of = of
        }
    }

    /// The field of the record that holds the figure.
    public var figure: FieldName
    /// The field by which people call the record: its number.
    public var number: FieldName
    /// The field with its name; `nil` when there is none.
    public var name: FieldName?
    /// The field with the unit in which it counts; `nil` when there is none.
    public var unit: FieldName?
    /// What tells that it moved; `nil` when nothing does.
    public var movements: Movements?

    /// Creates a declaration.
    public init(
        figure: FieldName, number: FieldName, name: FieldName? = nil, unit: FieldName? = nil,
        movements: Movements? = nil
    ) {
        self.figure = figure
        self.number = number
        self.name = name
        self.unit = unit
        self.movements = movements
    }
}
