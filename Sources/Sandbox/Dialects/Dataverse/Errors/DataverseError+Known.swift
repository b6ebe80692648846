/// The errors that the sandbox answers with, in the words of the real service.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes>
extension DataverseError {
    // What is not there.

    static func rowNotFound(_ table: String, _ id: String) -> Self {
        Self(404, "0x80040217", "\(table) With Id = \(id) Does Not Exist")
    }
    static func keyNotFound(_ table: String) -> Self {
        Self(404, "0x80060891", "A record with the specified key values does not exist in \(table) entity")
    }
    static func segmentNotFound(_ segment: String) -> Self {
        Self(404, "0x8006088a", "Resource not found for the segment '\(segment)'.")
    }
    static func metadataNotFound(_ what: String) -> Self {
        Self(404, "0x80060888", "Could not find the metadata of '\(what)'.")
    }

    // Versions and keys.

    static let versionMismatch = Self(
        412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided.")
    static let duplicateRecord = Self(412, "0x80040237", "A record with matching key values already exists.")
    static func duplicateKey(_ columns: [String], key: String) -> Self {
        let names = columns.joined(separator: ", ")
        return Self(
            412, "0x80060892",
            "A record that has the attribute values \(names) already exists. The entity key \(key) requires that this "
                + "set of attributes contains unique values. Select unique values and try again.")
    }
    static let duplicatesFound = Self(
        412, "0x80040333",
        "A record was not created or updated because a duplicate of the current record already exists.")
    static func keyNotDefined(_ columns: [String], on table: String) -> Self {
        let names = columns.joined(separator: ", ")
        return Self(
            400, "0x80060890", "The specified key attributes are not a defined key for the \(table) entity: \(names)")
    }
    static func invalidKey(_ table: String) -> Self {
        Self(
            400, "0x0",
            "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.\(table)'. Ensure that the "
                + "names and number of key properties match the declared or alternate key properties for the resource.")
    }

    // Bodies.

    static func malformedBody(_ why: String) -> Self {
        Self(400, "0x80048d19", "Error identified in Payload provided by the user. \(why)")
    }
    static func unknownProperty(_ property: String, of table: String, set: String) -> Self {
        Self(
            400, "0x80048d19",
            "Error identified in Payload provided by the user for Entity :'\(set)', For more information on this error "
                + "please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ----> InnerException : "
                + "Microsoft.Crm.CrmException: Invalid property '\(property)' was found in entity "
                + "'Microsoft.Dynamics.CRM.\(table)'. ---> Microsoft.OData.ODataException: The property '\(property)' does "
                + "not exist on type 'Microsoft.Dynamics.CRM.\(table)'. Make sure to only use property names that are "
                + "defined by the type.")
    }
    static func undeclaredProperty(_ property: String, of table: String) -> Self {
        Self(
            400, "0x80048d19",
            "An undeclared property '\(property)' which only has property annotations in the payload but no property "
                + "value was found in the payload. In OData, only declared navigation properties and declared named streams "
                + "can be represented as properties without values on type 'Microsoft.Dynamics.CRM.\(table)'.")
    }
    static func wrongType(_ property: String, expected: String) -> Self {
        Self(
            400, "0x80048d19",
            "Error identified in Payload provided by the user: Cannot convert the value of property '\(property)' to the "
                + "expected type '\(expected)'.")
    }
    static func tooLong(_ attribute: String, of table: String, limit: Int) -> Self {
        Self(
            400, "0x80044331",
            "A validation error occurred. The length of the '\(attribute)' attribute of the '\(table)' entity exceeded the "
                + "maximum allowed length of '\(limit)'.")
    }
    static func notAnOption(_ value: String, _ attribute: String, of table: String) -> Self {
        Self(
            400, "0x8004431a",
            "A validation error occurred. The value \(value) of '\(attribute)' on record of type '\(table)' is outside the "
                + "valid range. Accepted Values: see the column's options.")
    }
    static func outOfRange(_ attribute: String, of table: String, isWhole: Bool) -> Self {
        Self(
            400, isWhole ? "0x8004432f" : "0x80044330",
            "A validation error occurred. The value of '\(attribute)' on record of type '\(table)' is outside the valid range."
        )
    }
    static func invalidStatus(_ status: Int64, state: Int64, of table: String) -> Self {
        Self(
            400, "0x80048408",
            "\(status) is not a valid status code for state code \(state) on \(table).")
    }
    static func required(_ attribute: String, of table: String) -> Self {
        Self(
            400, "0x80040203",
            "The attribute '\(attribute)' of the '\(table)' entity is required and must have a value.")
    }
    static func readOnly(_ attribute: String, of table: String) -> Self {
        Self(400, "0x8004022e", "The attribute '\(attribute)' of the '\(table)' entity can't be written.")
    }
    static func inactive(_ table: String) -> Self {
        Self(400, "0x80040230", "The \(table) record is inactive and can't be changed.")
    }
    static func invalidArgument(_ why: String) -> Self { Self(400, "0x80040203", why) }
    static func invalidOperation(_ why: String) -> Self { Self(400, "0x8004023b", why) }
    static func missingPrivilege(_ table: String, _ user: String) -> Self {
        Self(
            403, "0x80040220",
            "Principal user (Id=\(user), type=8) is missing prvRead\(table) privilege on entity '\(table)'.")
    }
    static let tooManyToAggregate = Self(
        400, "0x8004E023",
        "AggregateQueryRecordLimit exceeded. Cannot perform this operation. The maximum record limit is 50000.")
    static func notSupported(_ why: String) -> Self { Self(501, "0x80060888", why) }
    static let associated = Self(
        400, "0x80040227", "The object cannot be deleted because it is associated with another object.")

    // Queries.

    static func badQuery(_ why: String) -> Self { Self(400, "0x80060888", why) }
    static func unknownColumn(_ column: String, of table: String) -> Self {
        Self(
            400, "0x80060888", "Could not find a property named '\(column)' on type 'Microsoft.Dynamics.CRM.\(table)'.")
    }
    static let badCookie = Self(400, "0x80040203", "Malformed XML in the Paging Cookie")

    // Change tracking.

    static func notTracked(_ table: String) -> Self {
        Self(400, "0x80072491", "The entity '\(table)' is not enabled for Change Tracking.")
    }
    static func notWithTracking(_ option: String) -> Self {
        Self(
            400, "0x80060888", "The \"\(option)\" query parameter isn't supported when Change Tracking is enabled.")
    }
    static let expiredToken = Self(
        400, "0x80072515", "Version stamp associated with the client has expired. Please perform a full sync.")

    // Batches.

    static func malformedBatch(_ why: String) -> Self {
        Self(400, "0x80048d19", "The batch request can't be read. \(why)")
    }
    static let readInChangeSet = Self(
        400, "0x80048d19",
        "A GET request was found in a change set. Only POST, PUT, PATCH and DELETE requests are allowed in change sets."
    )
    static func unknownReference(_ reference: String) -> Self {
        Self(400, "0x80048d19", "Content-ID Reference: '\(reference)' does not exist in the batch context.")
    }
    static let batchTooLarge = Self(
        400, "0x80060888",
        "The maximum number of change sets and query operations allowed in a batch message is 1000.")

    // Product and price rules.

    static let duplicatePrice = Self(
        400, "0x80043b08", "This product and unit combination has a price for this price list.")
    static let currencyMismatch = Self(
        400, "0x80048cf6", "The currency of the record does not match the currency of the price list.")
    static func neitherProductNorDescription(_ table: String) -> Self {
        invalidArgument("The \(table) needs a product, or is a write-in product with a description.")
    }
    static let unitOfAnotherGroup = invalidArgument("The specified unit is not valid for this product.")
    static let productNotActive = Self(
        400, "0x80043b1d", "You can't add a product that is not active to this record.")
}
