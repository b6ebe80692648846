// Not compiled where it was written: see ../companion-pages.md.
page 50110 "Couplet Cust. Price Groups"
{
    PageType = API;
    Caption = 'Customer price groups', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'customerPriceGroup';
    EntitySetName = 'customerPriceGroups';
    SourceTable = "Customer Price Group";
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
                field("code"; Rec.Code) { }
                field(description; Rec.Description) { }
                field(priceIncludesTax; Rec."Price Includes VAT") { }
                field(allowLineDiscount; Rec."Allow Line Disc.") { }
                field(allowInvoiceDiscount; Rec."Allow Invoice Disc.") { }
                field(currencyId; CurrencyId) { Editable = false; }
                field(currencyCode; CurrencyCode) { Editable = false; }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        CurrencyId := References.IdOf(Database::Currency, References.CurrencyOfPriceGroup(Rec.Code));
        CurrencyCode := References.CurrencyCode(References.CurrencyOfPriceGroup(Rec.Code));
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(CurrencyId);
        Clear(CurrencyCode);
    end;

    var
        References: Codeunit "Couplet References";
        CurrencyId: Guid;
        CurrencyCode: Code[10];
}
