/// A value for each side, so that no function needs an ERP copy and a CRM copy of itself.
public struct Sided<Value> {
    /// The value of the ERP side.
    public var erp: Value
    /// The value of the CRM side.
    public var crm: Value

    /// Creates a pair of values.
    public init(erp: Value, crm: Value) {
        self.erp = erp
        self.crm = crm
    }

    /// Creates a pair by asking for the value of each side.
    public init<Failure: Error>(_ value: (Side) throws(Failure) -> Value) throws(Failure) {
        self.init(erp: try value(.erp), crm: try value(.crm))
    }

    /// The value of a side.
    public subscript(side: Side) -> Value {
        get {
            switch side {
            case .erp: erp
            case .crm: crm
            }
        }
        // In place: a set of a hundred thousand is not copied for each element that is added to it.
        _modify {
            switch side {
            case .erp: yield &erp
            case .crm: yield &crm
            }
        }
    }
}

extension Sided: Sendable where Value: Sendable {}
extension Sided: Equatable where Value: Equatable {}
extension Sided: Hashable where Value: Hashable {}
