// Not compiled where it was written: see ../companion-pages.md.
page 50112 "Couplet Price Lists"
{
    PageType = API;
    Caption = 'Price lists', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'priceListHeader';
    EntitySetName = 'priceListHeaders';
    SourceTable = "Price List Header";
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
                field(priceType; Rec."Price Type") { }
                field(amountType; Rec."Amount Type") { }
                field(sourceType; Rec."Source Type") { }
                field(sourceNumber; Rec."Source No.") { }
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
                field("status"; Rec.Status) { }
                field(priceIncludesTax; Rec."Price Includes VAT") { }
                field(allowUpdatingDefaults; Rec."Allow Updating Defaults") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
                part(priceListLines; "Couplet Price List Lines")
                {
                    EntityName = 'priceListLine';
                    EntitySetName = 'priceListLines';
                    SubPageLink = "Price List Code" = field(Code);
                }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
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
