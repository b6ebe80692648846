// swift-tools-version: 6.2
import PackageDescription

/// The bundled entities: a folder in Plugins/ each.
///
/// Adding one is that folder and a word here.
let entities = [
    "Contacts", "Currencies", "CustomerPriceGroups", "Customers", "Items", "Opportunities", "OrderNotes",
    "PostedSalesInvoices", "PriceListLines",
    "PriceLists",
    "Quotes", "Resources", "SalesOrders", "SalesPrices", "UnitsOfMeasure", "Vendors",
]

/// The bundled entities without code: a folder in Plugins/ each, with a map that the stock executable couplet-map runs.
let mappedEntities = [
    "AccountStatistics", "ItemUnits", "PaymentTerms", "ResourceUnits", "Salespeople", "ShipmentMethods",
    "ShippingAgents", "UnitGroups",
]

let package = Package(
    name: "couplet",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "couplet", targets: ["couplet"]),
        .executable(name: "couplet-map", targets: ["couplet-map"]),
        .executable(name: "couplet-sandbox", targets: ["couplet-sandbox"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
        .library(name: "PluginTesting", targets: ["PluginTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Values and text: no I/O, nothing of ours below them.
        .target(name: "Model"),
        .target(name: "JSON"),

        // What a plugin author imports, and what it stands on. No network, no database.
        .target(name: "JSONRPC", dependencies: ["JSON"]),
        .target(name: "PluginProtocol", dependencies: ["JSON", "Model"]),
        .target(name: "Reconciliation", dependencies: ["Model"]),
        // Field maps as data: read strictly, by plugins without code and by the host that checks them.
        .target(name: "MapLanguage", dependencies: ["JSON", "Model", "Reconciliation"]),
        .target(
            name: "PluginKit",
            dependencies: ["JSON", "JSONRPC", "MapLanguage", "Model", "PluginProtocol", "Reconciliation"]),
        // The executable of every plugin that is a manifest and a map.
        .executableTarget(name: "couplet-map", dependencies: ["PluginKit"], packageAccess: false),
        // The rules of the protocol as a black box sees them: for the tests of plugins in Swift, and for `couplet plugin test`.
        .target(name: "Conformance", dependencies: ["JSON", "JSONRPC", "Model", "PluginProtocol"]),
        .target(
            name: "PluginTesting",
            dependencies: [
                "Conformance", "JSON", "JSONRPC", "Model", "PluginKit", "PluginProtocol", "Reconciliation",
            ]),

        // The host.
        // SQLite itself beside GRDB, for the one loop in which a box around each value would cost as much as the writing.
        .target(
            name: "SyncStore",
            dependencies: [
                "JSON", "Model", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "RemoteSystems",
            dependencies: [
                "JSON", "Model",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                // What the HTTP client's answers, limits and errors are made of.
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "Coordinator",
            dependencies: [
                "JSON", "JSONRPC", "MapLanguage", "Model", "PluginProtocol", "Reconciliation", "RemoteSystems",
                "SyncStore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                // The type in which swift-subprocess takes paths.
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        // What is on hand of an item, now: for people, and over HTTP for a form in the CRM. The one part of the host that listens.
        .target(
            name: "Availability",
            dependencies: [
                "Coordinator", "JSON", "Model", "PluginProtocol", "RemoteSystems", "SyncStore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                // What the server's requests, answers and connections are made of.
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .executableTarget(
            name: "couplet",
            dependencies: [
                "Availability", "CHeap", "Conformance", "Coordinator", "JSON", "JSONRPC", "MapLanguage", "Model",
                "PluginProtocol",
                "RemoteSystems",
                "SyncStore",
                "couplet-launch",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            // What is written beside a new plugin: links to the files themselves.
            resources: [
                .embedInCode("Templates/Embedded/couplet_plugin.py"),
                .embedInCode("Templates/Embedded/map.schema.json"),
            ]),
        // Sets limits and the death signal in the child before it becomes the plugin: Swift has no hook for that.
        .executableTarget(name: "couplet-launch"),
        // How many heaps the C library keeps, and who may read them: what Swift's Glibc module doesn't show.
        .target(name: "CHeap"),

        // Both remote systems on loopback, for the demo and the tests.
        .target(
            name: "Sandbox",
            dependencies: [
                "JSON", "Model",
                // What sends the notifications of webhooks.
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                // What the server's requests, answers and connections are made of.
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                // The certificate that it makes for --tls.
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            resources: [.copy("Definitions/Data")]),
        .executableTarget(
            name: "couplet-sandbox",
            dependencies: [
                "Model", "Sandbox", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["Coordinator", "JSON", "JSONRPC", "Model", "PluginKit", "RemoteSystems", "SyncStore"],
            path: "Tests/TestSupport"),
        // The real host in virtual time: systems, plugins' processes, clock and threads are simulated, nothing else is.
        .target(
            name: "Simulation",
            dependencies: [
                "Coordinator", "JSON", "JSONRPC", "Model", "PluginKit", "PluginProtocol", "Reconciliation",
                "RemoteSystems", "SyncStore", "TestSupport", .product(name: "Logging", package: "swift-log"),
            ], path: "Tests/Simulation"),
        .executableTarget(
            name: "couplet-histories",
            dependencies: ["Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Histories/Command"),
        .testTarget(
            name: "HistoriesTests", dependencies: ["Model", "RemoteSystems", "Simulation"],
            path: "Tests/Histories/Tests"),
        .testTarget(name: "ModelTests", dependencies: ["Model"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "JSONRPCTests", dependencies: ["JSON", "JSONRPC", "TestSupport"]),
        .testTarget(
            name: "PluginProtocolTests", dependencies: ["JSON", "JSONRPC", "Model", "PluginProtocol"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "MapLanguageTests", dependencies: ["JSON", "MapLanguage", "Model", "Reconciliation"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ReconciliationTests", dependencies: ["Model", "Reconciliation"]),
        .testTarget(
            name: "PluginKitTests",
            dependencies: [
                "JSON", "JSONRPC", "Model", "PluginKit", "PluginProtocol", "PluginTesting", "Reconciliation",
            ], exclude: ["Fixtures"]),
        .testTarget(
            name: "SyncStoreTests",
            dependencies: ["JSON", "Model", "SyncStore", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(
            name: "RemoteSystemsTests", dependencies: ["JSON", "Model", "RemoteSystems", "Sandbox", "TestSupport"]),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "JSON", "Model", "Sandbox", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "CoordinatorTests",
            dependencies: [
                "Coordinator", "JSON", "JSONRPC", "Model", "PluginProtocol", "Reconciliation", "RemoteSystems",
                "SyncStore", "TestSupport", "couplet-launch", .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Supervision/Fixtures")]),
        .testTarget(
            name: "AvailabilityTests",
            dependencies: [
                "Availability", "JSON", "Model", "PluginProtocol", "RemoteSystems", "Sandbox", "SyncStore",
                "TestSupport", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Availability", "Coordinator", "JSON", "Model", "RemoteSystems", "SyncStore", "couplet",
                "couplet-sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ]
        + entities.flatMap { entity -> [Target] in
            [
                .executableTarget(
                    name: "\(entity)Plugin", dependencies: ["PluginKit"], path: "Plugins/\(entity)/Sources",
                    packageAccess: false),
                .testTarget(
                    name: "\(entity)PluginTests", dependencies: ["PluginTesting", .target(name: "\(entity)Plugin")],
                    path: "Plugins/\(entity)/Tests", resources: [.copy("Fixtures")]),
            ]
        }
        + mappedEntities.map { entity in
            .testTarget(
                name: "\(entity)PluginTests", dependencies: ["PluginTesting"], path: "Plugins/\(entity)/Tests",
                resources: [.copy("Fixtures")])
        },
    swiftLanguageModes: [.v6]
)

/// What is written in C has no Swift settings.
let targetsInC: Set = ["couplet-launch", "CHeap"]
for target in package.targets where !targetsInC.contains(target.name) {
    target.swiftSettings = [
        .treatAllWarnings(as: .error), .treatWarning("ExplicitSendable", as: .error),
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"), .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
