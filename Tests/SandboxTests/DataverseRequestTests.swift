import Testing

@testable import Sandbox

@Suite("What a request to Dataverse asks for")
struct DataverseRequestTests {
    private let guid = "0a1b2c3d-0000-0000-0000-00000000000f"

    @Test("a row is addressed by its GUID in any case, with or without braces")
    func identity() {
        #expect(KeyPredicate(guid.uppercased()) == .identity(guid))
        #expect(KeyPredicate("{\(guid)}") == .identity(guid))
    }

    @Test("a row is addressed by an alternate key of one column, several columns, or a lookup")
    func alternateKeys() {
        #expect(
            KeyPredicate("accountnumber='O''Neil, A/1'")
                == .columns([.init(name: "accountnumber", value: .string("O'Neil, A/1"))]))
        #expect(
            KeyPredicate("firstname='J',emailaddress1='a@b.c'")
                == .columns([
                    .init(name: "firstname", value: .string("J")),
                    .init(name: "emailaddress1", value: .string("a@b.c")),
                ]))
        #expect(
            KeyPredicate("_primarycontactid_value=\(guid)")
                == .columns([.init(name: "_primarycontactid_value", value: .guid(guid))]))
        #expect(KeyPredicate("quantity=7") == .columns([.init(name: "quantity", value: .number("7"))]))
    }

    @Test("a key's value may come from a parameter")
    func aliases() {
        #expect(
            KeyPredicate("name=@p1", aliases: ["@p1": "'A'"]) == .columns([.init(name: "name", value: .string("A"))]))
    }

    @Test("what is no key is refused", arguments: ["", "name", "name='open", "='x'", "'x'"])
    func notAKey(text: String) {
        #expect(KeyPredicate(text) == nil)
    }

    @Test("a slash inside of a quoted key does not end the segment")
    func slashInKey() {
        let path = ResourcePath("accounts(accountnumber='A/1')/primarycontactid/$ref")
        #expect(path.segments.map(\.name) == ["accounts", "primarycontactid", "$ref"])
        #expect(path.segments[0].arguments == "accountnumber='A/1'")
        #expect(path.segments[1].arguments == nil)
    }

    @Test("several preferences in one header are all read, quoted or not")
    func preferences() {
        let quoted = Preferences(
            #"odata.maxpagesize=3, odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.*",return=representation"#
        )
        #expect(quoted.pageSize == 3)
        #expect(quoted.annotations.formattedValue && quoted.annotations.lookupLogicalName)
        #expect(quoted.returnsRepresentation)
        #expect(quoted.applied.count == 3)
        let bare = Preferences(
            "odata.include-annotations=OData.Community.Display.V1.FormattedValue,odata.maxpagesize=7")
        #expect(bare.pageSize == 7)
        #expect(bare.annotations.formattedValue && !bare.annotations.lookupLogicalName)
    }

    @Test("every annotation is asked for with a star, and one left out with a minus")
    func annotationPatterns() {
        let filter = AnnotationFilter("*,-Microsoft.Dynamics.CRM.lookuplogicalname")
        #expect(filter.formattedValue && filter.navigationProperty && !filter.lookupLogicalName)
        #expect(AnnotationFilter("").isEmpty)
    }

    @Test("a paging cookie comes back as it was given out, whatever the values hold")
    func pagingCookie() {
        let cookie = PagingCookie(
            page: 4,
            columns: [
                .init(name: "name", last: #"Ä & "B" <c> 100% 'd'"#), .init(name: "revenue", last: nil),
                .init(name: "accountid", last: guid),
            ])
        #expect(PagingCookie(token: cookie.token) == cookie)
        #expect(cookie.token.hasPrefix(#"<cookie pagenumber="4" pagingcookie="%253c"#))
        #expect(PagingCookie(token: "<cookie") == nil)
    }

    @Test("a delta token is a version and a time in American order")
    func deltaToken() {
        let token = DeltaToken(version: 919042, issued: Moment(milliseconds: 1_503_389_444_000))
        #expect(token.text == "919042!08/22/2017 08:10:44")
        #expect(DeltaToken(token.text) == token)
        #expect(DeltaToken("919042") == nil)
    }
}
