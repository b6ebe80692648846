// Not compiled where it was written: see ../companion-pages.md.
page 50111 "Couplet Sales Prices"
{
    PageType = API;
    Caption = 'Sales prices', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'salesPrice';
    EntitySetName = 'salesPrices';
    SourceTable = "Sales Price";
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
                field(salesType; Rec."Sales Type") { }
                field(salesCode; Rec."Sales Code") { }
                field(customerPriceGroupId; CustomerPriceGroupId) { Editable = false; }
                field(itemId; ItemId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Item No.", References.CodeOf(Database::Item, ItemId));
                    end;
                }
                field(itemNumber; Rec."Item No.") { }
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
                field(minimumQuantity; Rec."Minimum Quantity") { }
                field(unitPrice; Rec."Unit Price") { }
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
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        CustomerPriceGroupId := References.PriceGroupOf(Rec);
        ItemId := References.IdOf(Database::Item, Rec."Item No.");
        UnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec."Unit of Measure Code");
        BaseUnitOfMeasureId := References.BaseUnitOfItem(Rec."Item No.");
        ItemUnitOfMeasureId := References.StatedItemUnitOf(Rec."Item No.", Rec."Unit of Measure Code");
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(CustomerPriceGroupId);
        Clear(ItemId);
        Clear(UnitOfMeasureId);
        Clear(BaseUnitOfMeasureId);
        Clear(ItemUnitOfMeasureId);
        Clear(CurrencyId);
        Clear(CurrencyCode);
    end;

    var
        References: Codeunit "Couplet References";
        CustomerPriceGroupId: Guid;
        ItemId: Guid;
        UnitOfMeasureId: Guid;
        BaseUnitOfMeasureId: Guid;
        ItemUnitOfMeasureId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
}
