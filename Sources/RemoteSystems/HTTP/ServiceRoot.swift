/// The address of a service, and the rule which links of its answers may be followed: those with its scheme, host, port and path.
///
/// A server's answer is data. A link in it that leads anywhere else would carry our token there.
struct ServiceRoot: Sendable, Hashable {
    /// The address without a slash at its end.
    let text: String
    /// `https://host:port`.
    let origin: String
    /// The path, without a slash at its end.
    let path: String
    /// Whether the address is of this machine.
    let isLoopback: Bool

    /// Takes an address; `nil` when it is not HTTPS, save to this machine, or not a plain address at all.
    init?(_ address: String) {
        var address = address
        while address.utf8.last == UInt8(ascii: "/") { address.removeLast() }
        guard let parts = Self.parts(of: address), !parts.path.contains("?") else { return nil }
        isLoopback = Self.isLoopback(parts.host)
        guard parts.scheme == "https" || isLoopback else { return nil }
        origin = "\(parts.scheme)://\(parts.host):\(parts.port)"
        path = parts.path
        text = address
    }

    /// The absolute address that a link of an answer means, when it may be followed.
    func admitted(_ link: String) -> String? {
        guard link.utf8.first != UInt8(ascii: "/") else {
            guard !link.hasPrefix("//"), Self.isPlain(link), isInside(link) else { return nil }
            return origin + link
        }
        guard let parts = Self.parts(of: link), "\(parts.scheme)://\(parts.host):\(parts.port)" == origin,
            isInside(parts.path)
        else { return nil }
        return link
    }

    private func isInside(_ target: String) -> Bool {
        let target = target.prefix { $0 != "?" }
        // A dot segment could climb out of the path.
        let decoded = target.lowercased().replacing("%2e", with: ".").replacing("%2f", with: "/")
        guard !decoded.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else { return false }
        guard decoded.hasPrefix(path.lowercased()) else { return false }
        let rest = decoded.dropFirst(path.count)
        return rest.isEmpty || rest.first == "/"
    }

    /// Whether a host is this machine, by address.
    ///
    /// `localhost` is resolved by us, to 127.0.0.1, and never asked of a name server.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { part in
            // A sign before the digits makes it a name, which somebody else resolves.
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt8(part) : nil
        }
        return numbers.count == 4 && numbers[0] == 127 && numbers.allSatisfy { $0 != nil }
    }

    /// ASCII that may stand in an address: no white space, control character, backslash, or anything that a parser may read otherwise.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 64 << 10
            && text.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "#")
            }
    }

    private static func parts(of address: String) -> (scheme: String, host: String, port: Int, path: String)? {
        guard isPlain(address), let mark = address.firstRange(of: "://") else { return nil }
        let scheme = address[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { return nil }
        let rest = address[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@"), !authority.contains("%") else { return nil }
        var host = authority.lowercased()
        var port = scheme == "https" ? 443 : 80
        let afterBracket = host.lastIndex(of: "]") ?? host.startIndex
        if let colon = host[afterBracket...].lastIndex(of: ":") {
            guard let number = UInt16(host[host.index(after: colon)...]) else { return nil }
            port = Int(number)
            host = String(host[..<colon])
        }
        while host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty else { return nil }
        return (scheme, host, port, String(rest[authority.endIndex...]))
    }
}
