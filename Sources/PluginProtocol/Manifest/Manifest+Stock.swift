import Model

extension Manifest {
    /// Reads `stock`, where a manifest has it.
    static func stock(_ reader: ManifestReader?) throws(ManifestError) -> StockDeclaration? {
        guard let reader else { return nil }
        let object = try reader.object(["figure", "number", "name", "unit", "movements"])
        var stock = StockDeclaration(
            figure: try object.required("figure").text(), number: try object.required("number").text(),
            name: try object.optional("name")?.text(), unit: try object.optional("unit")?.text())
        guard let moves = object.optional("movements") else { return stock }
        let more = ["names", "of"]
        let rows = try erp(moves, and: more)
        let members = try moves.object(["table", "routes", "key"] + more)
        stock.movements = StockDeclaration.Movements(
            rows: rows, names: try members.required("names").text(), of: try members.required("of").text())
        return stock
    }
}
