#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
import Model

/// The actions that change the options of one choice column.
struct ChoiceAction: Sendable {
    let table: ChoiceTable
    let column: ChoiceColumn
    /// When the last of them may be sent.
    let notAfter: Date

    private var side: Side { .crm }
    /// An option with the number is there already.
    private static let taken = "0x8004f602"

    /// Carries out one write on the options as they are known.
    func carryOut(_ write: RemoteWrite, _ options: inout [Int64: ChoiceOption]) async -> WriteResult {
        let label: String?
        switch write.fields[ChoiceTable.labelField] {
        case .text(let text): label = text
        case .none, .null, .boolean, .integer: label = nil
        }
        switch write.operation {
        case .create(let key): return await insert(key, label, write, &options)
        case .update(let id, let version):
            guard let value = ChoiceTable.value(of: id), let known = options[value] else { return .gone }
            guard version == known.version || version.text == "*" else { return .versionChanged }
            guard let label else { return .done(known.record(reading: write.returning)) }
            guard !label.isEmpty else {
                return .refused(Problem(.required, field: ChoiceTable.labelField, side: side))
            }
            let sent = await send("UpdateOptionValue") { writer in
                writer.member("Value", value)
                self.label(label, &writer)
                writer.member("MergeLabels", true)
            }
            guard case .success = sent else { return sent.result }
            var option = known
            option.label = label
            options[value] = option
            return .done(option.record(reading: write.returning))
        case .delete(let id, let version):
            guard let value = ChoiceTable.value(of: id), let known = options[value] else { return .gone }
            guard version == known.version || version.text == "*" else { return .versionChanged }
            let sent = await send("DeleteOptionValue") { $0.member("Value", value) }
            guard case .success = sent else { return sent.result }
            options[value] = nil
            return .done(RemoteRecord(id: id, version: nil, fields: Fields()))
        }
    }

    private func insert(
        _ key: RecordID?, _ label: String?, _ write: RemoteWrite, _ options: inout [Int64: ChoiceOption]
    ) async -> WriteResult {
        guard let label, !label.isEmpty else {
            return .refused(Problem(.required, field: ChoiceTable.labelField, side: side))
        }
        let value = key.flatMap(ChoiceTable.value)
        if let value, options[value] != nil { return .exists(RecordID("\(value)")) }
        let sent = await send("InsertOptionValue") { writer in
            writer.member("Value", ifPresent: value)
            self.label(label, &writer)
        }
        guard case .success(let body) = sent else {
            // Somebody was quicker: the number was free when the options were read.
            if case .refused(let problem) = sent.result, let value, problem.remote?.code.lowercased() == Self.taken {
                return .exists(RecordID("\(value)"))
            }
            return sent.result
        }
        guard let number = value ?? (try? JSON.decode(InsertedOption.self, from: body))?.value else {
            return .inDoubt(Problem(.unavailable, ["unreadable"], side: side))
        }
        let option = ChoiceOption(value: number, label: label, language: language)
        options[number] = option
        return .done(option.record(reading: write.returning))
    }

    /// Makes the changes visible to every user.
    func publish() async {
        let target =
            column.globalName.map { "<optionsets><optionset>\(Self.escaped($0))</optionset></optionsets>" }
            ?? "<entities><entity>\(Self.escaped(table.entity))</entity></entities>"
        var writer = JSONWriter()
        writer.object { $0.member("ParameterXml", "<importexportxml>\(target)</importexportxml>") }
        _ = await post("PublishXml", writer.bytes)
    }

    // MARK: requests

    private enum Sent {
        case success([UInt8])
        case failure(WriteResult)

        var result: WriteResult {
            switch self {
            case .success: .gone
            case .failure(let result): result
            }
        }
    }

    private func send(_ action: String, _ members: (inout JSONWriter) -> Void) async -> Sent {
        var writer = JSONWriter()
        writer.object { writer in
            if let name = column.globalName {
                writer.member("OptionSetName", name)
            } else {
                writer.member("EntityLogicalName", table.entity)
                writer.member("AttributeLogicalName", table.attribute)
            }
            members(&writer)
        }
        return await post(action, writer.bytes)
    }

    private func post(_ action: String, _ body: [UInt8]) async -> Sent {
        let courier = table.courier
        let request = HTTPRequest(
            .post, "\(courier.root.text)/\(action)",
            headers: Dataverse.headers + [HTTPField("Content-Type", "application/json")], body: body,
            timeout: Dataverse.timeout, limit: Dataverse.limit)
        switch await courier.write(request, in: table.entity, notAfter: notAfter) {
        case .notSent(let problem): return .failure(.notSent(problem))
        case .inDoubt(let problem): return .failure(.inDoubt(problem))
        case .answered(let response) where (200..<300).contains(response.status): return .success(response.body)
        case .answered(let response):
            return .failure(
                .refused(RowJudgement.problem(.init(response), side: side, table: table.entity)))
        }
    }

    private var language: Int64 { column.options.first?.language ?? 1_033 }

    private func label(_ text: String, _ writer: inout JSONWriter) {
        let language = language
        writer.name("Label")
        writer.object { writer in
            writer.name("LocalizedLabels")
            writer.array { writer in
                writer.object { writer in
                    writer.member("Label", text)
                    writer.member("LanguageCode", language)
                }
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

private struct InsertedOption: JSONReadable {
    var value: Int64

    init(from reader: inout JSONReader) throws(JSONError) {
        var value: Int64?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "NewOptionValue" { value = try reader.integer() }
        }
        self.value = try reader.require(value, "NewOptionValue")
    }
}
