import Foundation
import JSON

/// Turns what a client sends into values, by the rules of a table's fields.
struct BCInput {
    let tables: Tables
    let set: BCRoute.EntitySet
    let company: String
    let localCurrency: String

    /// The values that a body names, with codes and lookups brought into step.
    ///
    /// `isNew` says whether the row is being created. Collections of a deep insert are left to the caller.
    func values(_ members: [JSONValue.Member], isNew: Bool) throws -> [String: StoredValue] {
        var values: [String: StoredValue] = [:]
        var named: Set<String> = []
        for member in members where !member.name.utf8.contains(UInt8(ascii: "@")) {
            if set.schema.definition.collections.contains(where: { $0.navigation == member.name }) {
                guard isNew else { throw BCFailure.badRequest("Nested resources cannot be changed with their parent.") }
                continue
            }
            guard let field = set.field(member.name) else {
                throw BCFailure.badRequest(
                    "The property '\(member.name)' does not exist on type 'Microsoft.NAV.\(set.route.entity)'. Make sure to only use property names that are defined by the type."
                )
            }
            try checkAccess(field, isNew: isNew)
            values[field.name] = try value(member.value, field)
            named.insert(field.name)
        }
        try pair(&values, named)
        try checkRequired(values, named, isNew: isNew)
        return values
    }

    private func checkAccess(_ field: FieldDefinition, isNew: Bool) throws {
        switch field.access {
        case .readWrite: return
        case .createOnly where isNew: return
        case .updateOnly where !isNew: return
        case .createOnly: throw BCFailure.dialog("The value for \"\(field.name)\" cannot be modified.")
        case .updateOnly: throw BCFailure.dialog("\(field.caption) cannot be changed during on insert.")
        case .readOnly:
            throw BCFailure(400, "BadRequest_InvalidOperation", "Control '\(field.name)' is read-only.")
        }
    }

    private func value(_ json: JSONValue, _ field: FieldDefinition) throws -> StoredValue {
        if json.isNull { return field.emptyValue(.businessCentral) }
        switch (field.kind, json) {
        case (.text, .string(let text)): return .text(try fitting(text, field))
        case (.code, .string(let text)): return .text(try fitting(text.trimmed.uppercased(), field))
        case (.decimal, .number(let text)), (.decimal, .string(let text)): return try decimal(text, field)
        case (.integer, .number(let text)):
            guard let number = Int32(text) else { throw unfit(field, "Edm.Int32") }
            return .integer(Int64(number))
        case (.boolean, .boolean(let value)): return .integer(value ? 1 : 0)
        case (.date, .string(let text)):
            guard text.utf8.count == 10, Moment(iso: text) != nil else { throw unfit(field, "Edm.Date") }
            return .text(text)
        case (.instant, .string(let text)):
            guard let moment = Moment(iso: text) else { throw unfit(field, "Edm.DateTimeOffset") }
            return text.hasPrefix("0001-01-01") ? .null : .integer(moment.milliseconds)
        case (.guid, .string(let text)), (.lookup, .string(let text)):
            guard let id = GUIDText.canonical(text) else { throw unfit(field, "Edm.Guid") }
            return id == GUIDText.zero ? .null : .text(id)
        case (.choice, .string(let text)): return try option(text, field)
        case (.text, _), (.code, _), (.choice, _): throw unfit(field, "Edm.String")
        case (.decimal, _): throw unfit(field, "Edm.Decimal")
        case (.integer, _): throw unfit(field, "Edm.Int32")
        case (.boolean, _): throw unfit(field, "Edm.Boolean")
        case (.date, _): throw unfit(field, "Edm.Date")
        case (.instant, _): throw unfit(field, "Edm.DateTimeOffset")
        case (.guid, _), (.lookup, _): throw unfit(field, "Edm.Guid")
        }
    }

    private func unfit(_ field: FieldDefinition, _ type: String) -> BCFailure {
        .badRequest("Cannot convert the value of the property '\(field.name)' to the expected type '\(type)'.")
    }

    private func fitting(_ text: String, _ field: FieldDefinition) throws -> String {
        guard let limit = field.maxLength, text.utf16.count > limit else { return text }
        throw BCFailure.tooLong(text, limit: limit)
    }

    private func decimal(_ text: String, _ field: FieldDefinition) throws -> StoredValue {
        guard let number = DecimalText.canonical(text, scale: field.scale ?? 5), number.filter(\.isNumber).count <= 18
        else { throw unfit(field, "Edm.Decimal") }
        if let least = field.minimum, DecimalText.compare(number, least) == .orderedAscending {
            throw BCFailure(
                400, "Application_FieldValidationException",
                "The value of \(field.caption) must be greater than or equal to \(least). Value: \(number).")
        }
        if let greatest = field.maximum, DecimalText.compare(number, greatest) == .orderedDescending {
            throw BCFailure(
                400, "Application_FieldValidationException",
                "The value of \(field.caption) must be less than or equal to \(greatest). Value: \(number).")
        }
        return .text(number)
    }

    private func option(_ text: String, _ field: FieldDefinition) throws -> StoredValue {
        let label = BCEnumText.decode(text)
        let known = tables.engine.options(OptionSetKey(.businessCentral, table: set.schema.table, field: field))
        let option =
            known.first { $0.label == label }
            ?? known.first { $0.label.trimmed.lowercased() == label.trimmed.lowercased() }
        guard let option else { throw BCFailure.noOption(label, known.map(\.label)) }
        return .integer(option.value)
    }

    /// Brings lookups and the codes beside them into step, and checks that what they name is there.
    private func pair(_ values: inout [String: StoredValue], _ named: Set<String>) throws {
        for field in set.lookups where named.contains(field.name) { try follow(lookup: field, &values, named) }
        for field in set.relatedCodes {
            if named.contains(field.name), values[field.name] != nil { try follow(code: field, &values, named) }
        }
    }

    private func follow(lookup field: FieldDefinition, _ values: inout [String: StoredValue], _ named: Set<String>)
        throws
    {
        guard let target = field.targets.first else { return }
        guard case .text(let id)? = values[field.name] else {
            if let code = field.codeField, !named.contains(code) { values[code] = "" }
            return
        }
        guard let record = try tables.record(target.table, id: id, company: company) else {
            let caption = try tables.schema(target.table).definition.caption
            throw BCFailure.dialog("The \"\(field.name)\" does not match to a \(caption).")
        }
        guard let code = field.codeField, let relation = set.schema.field(code)?.relation else { return }
        guard !named.contains(code) || values[code] == record[relation.field] else {
            let caption = record.schema.definition.caption.lowercased()
            throw BCFailure.dialog(
                "The \(caption) values do not match to a specific \(record.schema.definition.caption).")
        }
        values[code] = record[relation.field]
    }

    private func follow(code field: FieldDefinition, _ values: inout [String: StoredValue], _ named: Set<String>) throws
    {
        guard let relation = field.relation else { return }
        if field.localCurrency, values[field.name] == .text(localCurrency) { values[field.name] = "" }
        guard case .text(let code)? = values[field.name], !code.isEmpty else {
            if let lookup = relation.lookup { values[lookup] = .null }
            return
        }
        let found = try tables.record(relation.table, where: [(relation.field, .text(code))], company: company)
        guard let found else {
            throw BCFailure.noRelation(
                field, set.schema.definition.caption, value: code,
                related: try tables.schema(relation.table).definition.caption)
        }
        if let lookup = relation.lookup { values[lookup] = .text(found.id) }
    }

    private func checkRequired(_ values: [String: StoredValue], _ named: Set<String>, isNew: Bool) throws {
        for field in set.required {
            if named.contains(field.name), values[field.name]?.isEmpty == true {
                throw BCFailure.dialog("The blank \"\(field.name)\" is not allowed.")
            }
            let comesFromSeries = set.schema.definition.numberSeries?.field == field.name
            if isNew, !named.contains(field.name), field.defaultValue == nil, !comesFromSeries {
                throw BCFailure.dialog("A \"\(field.name)\" must be provided.")
            }
        }
    }
}
