package import Model

extension RemoteTable {
    /// The identity that a record gets which is created under a chosen key: the key itself, or the number that stands for it in a choice column.
    package func identity(createdUnder key: RecordID) -> RecordID {
        guard declaration.choice != nil, let value = ChoiceTable.value(of: key) else { return key }
        return RecordID("\(value)")
    }
}
