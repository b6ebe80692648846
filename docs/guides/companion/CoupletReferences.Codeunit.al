// Not compiled where it was written: see ../companion-pages.md.
/// Records of other tables by the codes that name them, and the codes of records by their identities.
codeunit 50140 "Couplet References"
{
    var
        NoSuchRecordErr: Label 'There is no record %1 in table %2.', Comment = '%1 is an identity, %2 the name of a table', Locked = true;

    /// The identity of the record whose primary key is one code; empty for an empty code, or where there is none.
    procedure IdOf(TableNo: Integer; KeyValue: Code[20]): Guid
    var
        Found: RecordRef;
    begin
        if KeyValue = '' then
            exit;
        Found.Open(TableNo);
        Found.KeyIndex(1).FieldIndex(1).SetRange(KeyValue);
        if Found.FindFirst() then
            exit(Found.Field(Found.SystemIdNo()).Value());
    end;

    /// The code of a record; empty for the empty identity.
    procedure CodeOf(TableNo: Integer; Id: Guid): Code[20]
    var
        Found: RecordRef;
    begin
        if IsNullGuid(Id) then
            exit('');
        Found.Open(TableNo);
        if not Found.GetBySystemId(Id) then
            Error(NoSuchRecordErr, Id, Found.Caption());
        exit(Found.KeyIndex(1).FieldIndex(1).Value());
    end;

    /// The code of a currency as it is shown: the local one has its own.
    procedure CurrencyCode(Stored: Code[10]): Code[10]
    var
        GeneralLedgerSetup: Record "General Ledger Setup";
    begin
        if Stored <> '' then
            exit(Stored);
        GeneralLedgerSetup.Get();
        exit(GeneralLedgerSetup."LCY Code");
    end;

    /// The code of a currency as it is stored: the local one has none.
    procedure StoredCurrencyCode(Shown: Code[10]): Code[10]
    var
        GeneralLedgerSetup: Record "General Ledger Setup";
    begin
        GeneralLedgerSetup.Get();
        if Shown = GeneralLedgerSetup."LCY Code" then
            exit('');
        exit(Shown);
    end;

    // Contacts.

    /// The customer of a company contact.
    procedure CustomerOf(CompanyNo: Code[20]): Guid
    var
        Relation: Record "Contact Business Relation";
    begin
        if CompanyNo = '' then
            exit;
        Relation.SetRange("Contact No.", CompanyNo);
        Relation.SetRange("Link to Table", Relation."Link to Table"::Customer);
        if Relation.FindFirst() then
            exit(IdOf(Database::Customer, Relation."No."));
    end;

    /// The company contact of a customer.
    procedure CompanyOf(CustomerId: Guid): Code[20]
    var
        Relation: Record "Contact Business Relation";
    begin
        if IsNullGuid(CustomerId) then
            exit('');
        Relation.SetRange("Link to Table", Relation."Link to Table"::Customer);
        Relation.SetRange("No.", CodeOf(Database::Customer, CustomerId));
        Relation.FindFirst();
        exit(Relation."Contact No.");
    end;

    /// What a contact is: a company or a person.
    procedure TypeOfContact(ContactNo: Code[20]): Enum "Contact Type"
    var
        Contact: Record Contact;
    begin
        if Contact.Get(ContactNo) then
            exit(Contact.Type);
    end;

    // Units.

    /// The unit group of an item or of a resource.
    procedure UnitGroupOf(SourceType: Enum "Unit Group Source Type"; SourceId: Guid): Guid
    var
        UnitGroup: Record "Unit Group";
    begin
        if UnitGroup.Get(SourceType, SourceId) then
            exit(UnitGroup.SystemId);
    end;

    /// A unit of an item.
    procedure ItemUnitOf(ItemNo: Code[20]; UnitCode: Code[10]): Guid
    var
        ItemUnitOfMeasure: Record "Item Unit of Measure";
    begin
        if ItemUnitOfMeasure.Get(ItemNo, UnitCode) then
            exit(ItemUnitOfMeasure.SystemId);
    end;

    /// A unit of an item, its base unit where none is stated.
    procedure StatedItemUnitOf(ItemNo: Code[20]; UnitCode: Code[10]): Guid
    begin
        exit(ItemUnitOf(ItemNo, Stated(UnitCode, BaseCodeOfItem(ItemNo))));
    end;

    /// A unit of a resource.
    procedure ResourceUnitOf(ResourceNo: Code[20]; UnitCode: Code[10]): Guid
    var
        ResourceUnitOfMeasure: Record "Resource Unit of Measure";
    begin
        if ResourceUnitOfMeasure.Get(ResourceNo, UnitCode) then
            exit(ResourceUnitOfMeasure.SystemId);
    end;

    /// The base unit of an item.
    procedure BaseUnitOfItem(ItemNo: Code[20]): Guid
    var
        Item: Record Item;
    begin
        if Item.Get(ItemNo) then
            exit(IdOf(Database::"Unit of Measure", Item."Base Unit of Measure"));
    end;

    local procedure BaseUnitOfResource(ResourceNo: Code[20]): Guid
    var
        Resource: Record Resource;
    begin
        if Resource.Get(ResourceNo) then
            exit(IdOf(Database::"Unit of Measure", Resource."Base Unit of Measure"));
    end;

    local procedure BaseCodeOfItem(ItemNo: Code[20]): Code[10]
    var
        Item: Record Item;
    begin
        if Item.Get(ItemNo) then
            exit(Item."Base Unit of Measure");
    end;

    local procedure BaseCodeOfResource(ResourceNo: Code[20]): Code[10]
    var
        Resource: Record Resource;
    begin
        if Resource.Get(ResourceNo) then
            exit(Resource."Base Unit of Measure");
    end;

    local procedure Stated(UnitCode: Code[10]; BaseCode: Code[10]): Code[10]
    begin
        if UnitCode <> '' then
            exit(UnitCode);
        exit(BaseCode);
    end;

    // Items and prices.

    /// The name of a vendor.
    procedure VendorName(VendorNo: Code[20]): Text[100]
    var
        Vendor: Record Vendor;
    begin
        if Vendor.Get(VendorNo) then
            exit(Vendor.Name);
    end;

    /// The customer price group of a sales price; empty where it is another one's.
    procedure PriceGroupOf(SalesPrice: Record "Sales Price"): Guid
    begin
        if SalesPrice."Sales Type" = SalesPrice."Sales Type"::"Customer Price Group" then
            exit(IdOf(Database::"Customer Price Group", SalesPrice."Sales Code"));
    end;

    /// The currency of the prices of a group, which the CRM wants to be one.
    procedure CurrencyOfPriceGroup(GroupCode: Code[10]): Code[10]
    var
        SalesPrice: Record "Sales Price";
    begin
        SalesPrice.SetRange("Sales Type", SalesPrice."Sales Type"::"Customer Price Group");
        SalesPrice.SetRange("Sales Code", GroupCode);
        if SalesPrice.FindFirst() then
            exit(SalesPrice."Currency Code");
    end;

    /// Whether the prices of a list are defaults that are worked on.
    procedure AllowsUpdatingDefaults(ListCode: Code[20]): Boolean
    var
        PriceListHeader: Record "Price List Header";
    begin
        if PriceListHeader.Get(ListCode) then
            exit(PriceListHeader."Allow Updating Defaults");
    end;

    /// The item of a price; empty where it is of something else.
    procedure ItemOfPrice(Line: Record "Price List Line"): Guid
    begin
        if Line."Asset Type" = Line."Asset Type"::Item then
            exit(IdOf(Database::Item, Line."Asset No."));
    end;

    /// The resource of a price; empty where it is of something else.
    procedure ResourceOfPrice(Line: Record "Price List Line"): Guid
    begin
        if Line."Asset Type" = Line."Asset Type"::Resource then
            exit(IdOf(Database::Resource, Line."Asset No."));
    end;

    /// The base unit of what is priced.
    procedure BaseUnitOfPrice(Line: Record "Price List Line"): Guid
    begin
        case Line."Asset Type" of
            Line."Asset Type"::Item:
                exit(BaseUnitOfItem(Line."Asset No."));
            Line."Asset Type"::Resource:
                exit(BaseUnitOfResource(Line."Asset No."));
        end;
    end;

    /// The unit of an item's price, or its base unit.
    procedure ItemUnitOfPrice(Line: Record "Price List Line"): Guid
    begin
        if Line."Asset Type" = Line."Asset Type"::Item then
            exit(ItemUnitOf(Line."Asset No.", Stated(Line."Unit of Measure Code", BaseCodeOfItem(Line."Asset No."))));
    end;

    /// The unit of a resource's price, or its base unit.
    procedure ResourceUnitOfPrice(Line: Record "Price List Line"): Guid
    begin
        if Line."Asset Type" = Line."Asset Type"::Resource then
            exit(ResourceUnitOf(Line."Asset No.", Stated(Line."Unit of Measure Code", BaseCodeOfResource(Line."Asset No."))));
    end;

    // Posted invoices.

    /// The order that an invoice comes from, as long as anybody remembers it.
    procedure OrderOf(SalesInvoiceHeader: Record "Sales Invoice Header"): Guid
    var
        Aggregate: Record "Sales Invoice Entity Aggregate";
    begin
        if Aggregate.Get(SalesInvoiceHeader."No.", true) then
            exit(Aggregate."Order Id");
    end;

    /// The item of a line; empty where it is of something else.
    procedure ItemOfLine(Line: Record "Sales Invoice Line"): Guid
    begin
        if Line.Type = Line.Type::Item then
            exit(IdOf(Database::Item, Line."No."));
    end;

    /// The resource of a line; empty where it is of something else.
    procedure ResourceOfLine(Line: Record "Sales Invoice Line"): Guid
    begin
        if Line.Type = Line.Type::Resource then
            exit(IdOf(Database::Resource, Line."No."));
    end;

    /// The base unit of what a line is of.
    procedure BaseUnitOfLine(Line: Record "Sales Invoice Line"): Guid
    begin
        case Line.Type of
            Line.Type::Item:
                exit(BaseUnitOfItem(Line."No."));
            Line.Type::Resource:
                exit(BaseUnitOfResource(Line."No."));
        end;
    end;

    /// The unit of a line of an item.
    procedure ItemUnitOfLine(Line: Record "Sales Invoice Line"): Guid
    begin
        if Line.Type = Line.Type::Item then
            exit(ItemUnitOf(Line."No.", Line."Unit of Measure Code"));
    end;

    /// The unit of a line of a resource.
    procedure ResourceUnitOfLine(Line: Record "Sales Invoice Line"): Guid
    begin
        if Line.Type = Line.Type::Resource then
            exit(ResourceUnitOf(Line."No.", Line."Unit of Measure Code"));
    end;
}
