public import Model

/// Where the lines of an entity's documents are, on both sides.
public struct DocumentLines: Sendable, Hashable {
    /// Where they are in the ERP.
    ///
    /// The route's set is also the name under which a document has its lines.
    public var erp: ERPSide
    /// Where they are in the CRM: always rows of a table.
    public var crm: CRMSide
    /// The field of a line that names its document.
    public var parent: Sided<FieldName>
    /// The whole number that orders the lines of a document, where there is one.
    ///
    /// In the ERP there is: by it a line is known again that was made together with its document.
    public var number: Sided<FieldName?>
    /// The totals of a document that are to be the same on both sides, to the cent: each system computes its own from the lines.
    public var totals: [Sided<FieldName>]

    /// Creates it.
    public init(
        erp: ERPSide, crm: CRMSide, parent: Sided<FieldName>, number: Sided<FieldName?>,
        totals: [Sided<FieldName>] = []
    ) {
        self.totals = totals
        self.erp = erp
        self.crm = crm
        self.parent = parent
        self.number = number
    }
}
