import Model

extension ServiceSchema.Property {
    /// The field that a property of a Business Central page is.
    ///
    /// Enumerations are choices of names; what is not one of the known types is text.
    func field(in schema: ServiceSchema?) -> RemoteTable.Field {
        let kind: RemoteTable.Field.Kind =
            switch type {
            case "Edm.Decimal", "Edm.Double", "Edm.Single": .decimal
            case "Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Byte": .integer
            case "Edm.Boolean": .boolean
            case "Edm.Date": .date
            case "Edm.DateTimeOffset": .instant
            case "Edm.Guid": .guid
            case "Edm.String": .text
            default: schema?.enumerations.contains(type) == true ? .choice : .text
            }
        return RemoteTable.Field(name: name, kind: kind, maxLength: maxLength, isReadOnly: isReadOnly)
    }
}
