import Foundation

/// The words of the system for one of its errors: `No such file or directory`.
enum SystemError {
    static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
