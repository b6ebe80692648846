import Foundation
import JSON

/// A refusal in Business Central's words.
///
/// https://learn.microsoft.com/dynamics365/business-central/dev-itpro/webservices/dynamics-error-codes
struct BCFailure: Error, Sendable, Hashable {
    var status: Int
    var code: String
    var message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The body, with the id by which support finds the request.
    func body(correlation: String) -> JSONValue {
        [
            "error": [
                "code": .string(code), "message": .string("\(message)  CorrelationId:  \(correlation)."),
            ]
        ]
    }

    /// The answer.
    func answer(correlation: String) -> HTTPAnswer {
        HTTPAnswer(
            status,
            headers: [
                ("Content-Type", "application/json; odata.metadata=minimal"), ("OData-Version", "4.0"),
                ("request-id", correlation),
            ], body: JSON.encode(body(correlation: correlation)))
    }
}

extension BCFailure {
    static func badRequest(_ message: String) -> BCFailure { BCFailure(400, "BadRequest", message) }

    static func noResource(_ segment: String) -> BCFailure {
        BCFailure(404, "BadRequest_ResourceNotFound", "Resource not found for the segment '\(segment)'.")
    }

    static let noRecord = BCFailure(
        404, "Internal_RecordNotFound", "The record that you tried to open is not available.")

    static func noCompany(_ name: String) -> BCFailure {
        BCFailure(404, "Internal_CompanyNotFound", "Cannot find company '\(name)'.")
    }

    static let noMatchHeader = BCFailure(
        400, "BadRequest_InvalidToken", "Could not validate the client concurrency token required by the service.")

    static let changed = BCFailure(
        409, "Request_EntityChanged",
        "Another user has already changed the record. Please refresh your view and try again.")

    static func missingPermission(_ caption: String) -> BCFailure {
        BCFailure(
            403, "Authorization_RequestDenied",
            "Sorry, the current permissions prevented the action. (TableData \(caption) Read: the application)")
    }

    static let methodNotAllowed = BCFailure(
        405, "BadRequest_MethodNotAllowed", "The HTTP method is not allowed on this resource.")

    static func dialog(_ message: String) -> BCFailure { BCFailure(400, "Application_DialogException", message) }

    static func tooLong(_ text: String, limit: Int) -> BCFailure {
        BCFailure(
            400, "Application_StringExceededLength",
            "The length of the string is \(text.utf16.count), but it must be less than or equal to \(limit) characters. Value: \(text)"
        )
    }

    static func noOption(_ text: String, _ labels: [String]) -> BCFailure {
        BCFailure(
            400, "Unknown",
            "'\(text)' is not an option. The existing options are: \(labels.joined(separator: ","))")
    }

    static func noRelation(_ field: FieldDefinition, _ table: String, value: String, related: String) -> BCFailure {
        BCFailure(
            400, "Internal_InvalidTableRelation",
            "The field \(field.caption) of table \(table) contains a value (\(value)) that cannot be found in the related table (\(related))."
        )
    }

    static func exists(_ caption: String, _ parts: [(caption: String, value: String)]) -> BCFailure {
        let values = parts.map { "\($0.caption)='\($0.value)'" }.joined(separator: ",")
        return BCFailure(
            400, "Internal_EntityWithSameKeyExists",
            "The \(caption) already exists. Identification fields and values: \(values)")
    }
}
