// Not compiled where it was written: see ../companion-pages.md.
page 50105 "Couplet Items"
{
    PageType = API;
    Caption = 'Items', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'item';
    EntitySetName = 'items';
    SourceTable = Item;
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { Editable = false; }
                field(number; Rec."No.") { }
                field(displayName; Rec.Description) { }
                field(displayName2; Rec."Description 2") { }
                field("type"; Rec.Type) { }
                field(itemCategoryId; ItemCategoryId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Item Category Code", References.CodeOf(Database::"Item Category", ItemCategoryId));
                    end;
                }
                field(itemCategoryCode; Rec."Item Category Code") { }
                field(blocked; Rec.Blocked) { }
                field(gtin; Rec.GTIN) { }
                field(inventory; Rec.Inventory) { Editable = false; }
                field(unitPrice; Rec."Unit Price") { }
                field(priceIncludesTax; Rec."Price Includes VAT") { }
                field(unitCost; Rec."Unit Cost") { }
                field(taxGroupCode; Rec."Tax Group Code") { }
                field(baseUnitOfMeasureId; BaseUnitOfMeasureId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Base Unit of Measure", References.CodeOf(Database::"Unit of Measure", BaseUnitOfMeasureId));
                    end;
                }
                field(baseUnitOfMeasureCode; Rec."Base Unit of Measure") { }
                field(unitGroupId; UnitGroupId) { Editable = false; }
                field(baseItemUnitOfMeasureId; BaseItemUnitOfMeasureId) { Editable = false; }
                field(grossWeight; Rec."Gross Weight") { }
                field(netWeight; Rec."Net Weight") { }
                field(unitVolume; Rec."Unit Volume") { }
                field(vendorNumber; Rec."Vendor No.") { }
                field(vendorName; VendorName) { Editable = false; }
                field(vendorItemNumber; Rec."Vendor Item No.") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields(Inventory);
        ItemCategoryId := References.IdOf(Database::"Item Category", Rec."Item Category Code");
        BaseUnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec."Base Unit of Measure");
        UnitGroupId := References.UnitGroupOf(Enum::"Unit Group Source Type"::Item, Rec.SystemId);
        BaseItemUnitOfMeasureId := References.ItemUnitOf(Rec."No.", Rec."Base Unit of Measure");
        VendorName := References.VendorName(Rec."Vendor No.");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(ItemCategoryId);
        Clear(BaseUnitOfMeasureId);
        Clear(UnitGroupId);
        Clear(BaseItemUnitOfMeasureId);
        Clear(VendorName);
    end;

    var
        References: Codeunit "Couplet References";
        ItemCategoryId: Guid;
        BaseUnitOfMeasureId: Guid;
        UnitGroupId: Guid;
        BaseItemUnitOfMeasureId: Guid;
        VendorName: Text[100];
}
