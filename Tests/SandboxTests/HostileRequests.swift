@testable import Sandbox

/// Requests as nobody should send them: numbers out of bounds, half sentences, wrong types, too many brackets.
struct HostileRequests {
    struct Request {
        var isDataverse: Bool
        var method: String
        var target: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]
    }

    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private static let numbers = [
        "0", "-1", "1", "9223372036854775807", "-9223372036854775808", "1e308", "-1e999", "1e-9223372036854775808",
        "NaN",
        "1.5", "", "-", "00", "2147483648",
    ]
    private static let texts = [
        "'", "''", "'a", "%", "%00", "%ff", "é", "_x0020_", "_xZZZZ_", "@p1", "#i9", "{", "[[[", "<", "&amp;", "$1",
        "(",
        ")", ",", "//", "..", "*", "null", "true", "2024-05-01", "0000-01-01T00:00:00+10:00", "2024-02-30",
        "9999-12-31T23:59:59-14:00", "00000000-0000-0000-0000-000000000001", "Microsoft.Dynamics.CRM.In",
    ]
    private static let fields = [
        "name", "number", "displayName", "creditlimit", "creditLimit", "createdon", "lastModifiedDateTime", "statecode",
        "_primarycontactid_value", "primarycontactid/fullname", "blocked", "currencyId", "nosuch", "numberofemployees",
    ]
    private static let sets = [
        "accounts", "contacts", "customers", "items", "companies", "subscriptions", "EntityDefinitions", "$metadata",
        "sdkmessagefilters", "WhoAmI", "nosuch", "InsertOptionValue", "BulkDelete", "$batch",
        "accounts/Microsoft.Dynamics.CRM.UpsertMultiple", "products", "currencies", "webhookSupportedResources",
    ]
    private static let words = [
        "eq", "ne", "gt", "and", "or", "not", "in", "contains(", "startswith(", "substring(", "tolower(",
        "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=", "any(c:c/name", "(", ")", ",",
        "desc",
    ]

    /// The next request.
    mutating func next() -> Request {
        let isDataverse = random.happens(0.5)
        let method = pick(["GET", "GET", "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"])
        var target = pick(Self.sets)
        if random.happens(0.3) { target += "(" + pick(Self.texts + Self.numbers) + ")" }
        if random.happens(0.2) { target += "/" + pick(Self.fields + Self.texts + ["$count", "$ref", "$value"]) }
        if random.happens(0.8) { target += "?" + many(3) { $0.option() }.joined(separator: "&") }
        let headers = [
            (name: "Content-Type", value: pick(["application/json", "multipart/mixed; boundary=b", ""])),
            (name: "Prefer", value: pick(["odata.maxpagesize=", "odata.track-changes", "x="]) + pick(Self.numbers)),
            (name: "If-Match", value: pick(["*", "W/\"1\"", "\""])),
        ]
        return Request(
            isDataverse: isDataverse, method: method, target: target, headers: headers, body: Array(body().utf8))
    }

    private mutating func pick(_ words: [String]) -> String { words[Int(random.next() % UInt64(words.count))] }

    private mutating func many(_ most: UInt64, _ make: (inout HostileRequests) -> String) -> [String] {
        (0...random.next() % most).map { _ in make(&self) }
    }

    private mutating func option() -> String {
        let name = pick([
            "$filter", "$filter", "$filter", "$expand", "$top", "$skip", "$orderby", "$select", "$count", "$skiptoken",
            "$deltatoken", "$apply", "sql", "fetchXml",
        ])
        return name + "="
            + many(12) { $0.pick(Self.fields + Self.words + Self.texts + Self.numbers) }.joined(separator: " ")
    }

    private mutating func body() -> String {
        switch random.next() % 6 {
        case 0: return String(repeating: pick(["[", "{\"a\":", "("]), count: 200)
        case 1: return many(9) { $0.pick(Self.texts) }.joined()
        case 2:
            return
                "--b\nContent-Type: application/http\n\n\(pick(["GET", "POST", "X"])) \(pick(Self.sets))\n\n{}\n--b--"
        default:
            let members = many(5) { maker in
                "\"\(maker.pick(Self.fields + ["Targets", "Value", "@odata.id", "resource"]))\":\(maker.value())"
            }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    private mutating func value() -> String {
        pick([
            "null", "true", "[]", "{}", "[{}]", "\"\(pick(["a", "é", "2024-05-01", "accounts(1)"]))\"",
            pick(Self.numbers),
        ])
    }
}
