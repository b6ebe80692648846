// Not compiled where it was written: see ../companion-pages.md.
page 50113 "Couplet Price List Lines"
{
    PageType = API;
    Caption = 'Price list lines', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'priceListLine';
    EntitySetName = 'priceListLines';
    SourceTable = "Price List Line";
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
                field(priceListId; PriceListId) { Editable = false; }
                field(priceListCode; Rec."Price List Code") { }
                field(allowUpdatingDefaults; AllowUpdatingDefaults) { Editable = false; }
                field(lineNumber; Rec."Line No.") { }
                field(priceType; Rec."Price Type") { }
                field(assetType; Rec."Asset Type") { }
                field(itemId; ItemId) { Editable = false; }
                field(resourceId; ResourceId) { Editable = false; }
                field(assetNumber; Rec."Asset No.") { }
                field(variantCode; Rec."Variant Code") { }
                field(unitOfMeasureCode; Rec."Unit of Measure Code") { }
                field(unitOfMeasureId; UnitOfMeasureId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Unit of Measure Code", References.CodeOf(Database::"Unit of Measure", UnitOfMeasureId));
                    end;
                }
                field(baseUnitOfMeasureId; BaseUnitOfMeasureId) { Editable = false; }
                field(itemUnitOfMeasureId; ItemUnitOfMeasureId) { Editable = false; }
                field(resourceUnitOfMeasureId; ResourceUnitOfMeasureId) { Editable = false; }
                field(minimumQuantity; Rec."Minimum Quantity") { }
                field(amountType; Rec."Amount Type") { }
                field(unitPrice; Rec."Unit Price") { }
                field(lineDiscountPercent; Rec."Line Discount %") { }
                field(currencyId; CurrencyId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Currency Code", References.CodeOf(Database::Currency, CurrencyId));
                    end;
                }
                field(currencyCode; CurrencyCode)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Currency Code", References.StoredCurrencyCode(CurrencyCode));
                    end;
                }
                field(startingDate; Rec."Starting Date") { }
                field(endingDate; Rec."Ending Date") { }
                field("status"; Rec.Status) { Editable = false; }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        PriceListId := References.IdOf(Database::"Price List Header", Rec."Price List Code");
        AllowUpdatingDefaults := References.AllowsUpdatingDefaults(Rec."Price List Code");
        ItemId := References.ItemOfPrice(Rec);
        ResourceId := References.ResourceOfPrice(Rec);
        UnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec."Unit of Measure Code");
        BaseUnitOfMeasureId := References.BaseUnitOfPrice(Rec);
        ItemUnitOfMeasureId := References.ItemUnitOfPrice(Rec);
        ResourceUnitOfMeasureId := References.ResourceUnitOfPrice(Rec);
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(PriceListId);
        Clear(AllowUpdatingDefaults);
        Clear(ItemId);
        Clear(ResourceId);
        Clear(UnitOfMeasureId);
        Clear(BaseUnitOfMeasureId);
        Clear(ItemUnitOfMeasureId);
        Clear(ResourceUnitOfMeasureId);
        Clear(CurrencyId);
        Clear(CurrencyCode);
    end;

    var
        References: Codeunit "Couplet References";
        PriceListId: Guid;
        AllowUpdatingDefaults: Boolean;
        ItemId: Guid;
        ResourceId: Guid;
        UnitOfMeasureId: Guid;
        BaseUnitOfMeasureId: Guid;
        ItemUnitOfMeasureId: Guid;
        ResourceUnitOfMeasureId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
}
