/// A large value that is handed on as one reference, and copied when one of its holders changes it.
///
/// What is decided about a pair passes a dozen hands, in arrays and across suspensions. Each would copy hundreds of bytes, and count
/// every reference among them.
@propertyWrapper
struct Boxed<Value: Sendable>: Sendable {
    /// The value alone: an array brings the copying on demand along.
    private var content: [Value]

    /// Takes a value.
    init(wrappedValue: Value) { content = [wrappedValue] }

    /// The value; changed in place while nobody else holds it.
    var wrappedValue: Value {
        get { content[0] }
        _modify { yield &content[0] }
    }
}
