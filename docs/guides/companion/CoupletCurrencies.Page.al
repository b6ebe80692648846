// Not compiled where it was written: see ../companion-pages.md.
page 50104 "Couplet Currencies"
{
    PageType = API;
    Caption = 'Currencies', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'currency';
    EntitySetName = 'currencies';
    SourceTable = "Couplet Currency";
    SourceTableTemporary = true;
    ODataKeyFields = Id;
    DelayedInsert = true;
    Editable = false;
    InsertAllowed = false;
    ModifyAllowed = false;
    DeleteAllowed = false;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.Id) { }
                field("code"; Rec.Code) { }
                field(displayName; Rec.Description) { }
                field(symbol; Rec.Symbol) { }
                field(amountDecimalPlaces; Rec."Amount Decimal Places") { }
                field(amountRoundingPrecision; Rec."Amount Rounding Precision") { }
                field(isLocalCurrency; Rec."Is Local Currency") { }
                field(exchangeRate; Rec."Exchange Rate") { }
                field(lastModifiedDateTime; Rec."Last Modified At") { }
            }
        }
    }

    trigger OnOpenPage()
    begin
        Rec.LoadAll();
    end;
}
