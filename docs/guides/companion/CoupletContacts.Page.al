// Not compiled where it was written: see ../companion-pages.md.
page 50103 "Couplet Contacts"
{
    PageType = API;
    Caption = 'Contacts', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'contact';
    EntitySetName = 'contacts';
    SourceTable = Contact;
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
                field("type"; Rec.Type) { }
                field(displayName; Rec.Name) { }
                field(firstName; Rec."First Name") { }
                field(middleName; Rec."Middle Name") { }
                field(surname; Rec.Surname) { }
                field(jobTitle; Rec."Job Title") { }
                field(companyNumber; Rec."Company No.") { }
                field(companyName; Rec."Company Name") { Editable = false; }
                field(customerId; CustomerId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Company No.", References.CompanyOf(CustomerId));
                    end;
                }
                field(contactBusinessRelation; Rec."Contact Business Relation") { Editable = false; }
                field(addressLine1; Rec.Address) { }
                field(addressLine2; Rec."Address 2") { }
                field(city; Rec.City) { }
                field(state; Rec.County) { }
                field(country; Rec."Country/Region Code") { }
                field(postalCode; Rec."Post Code") { }
                field(phoneNumber; Rec."Phone No.") { }
                field(mobilePhoneNumber; Rec."Mobile Phone No.") { }
                field(faxNumber; Rec."Fax No.") { }
                field(pager; Rec.Pager) { }
                field(email; Rec."E-Mail") { }
                field(website; Rec."Home Page") { }
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
                field(salespersonId; SalespersonId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Salesperson Code", References.CodeOf(Database::"Salesperson/Purchaser", SalespersonId));
                    end;
                }
                field(salespersonCode; Rec."Salesperson Code") { }
                field(searchName; Rec."Search Name") { }
                field(privacyBlocked; Rec."Privacy Blocked") { }
                field(taxRegistrationNumber; Rec."VAT Registration No.") { }
                field(lastInteractionDate; Rec."Date of Last Interaction") { Editable = false; }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields("Date of Last Interaction");
        CustomerId := References.CustomerOf(Rec."Company No.");
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
        SalespersonId := References.IdOf(Database::"Salesperson/Purchaser", Rec."Salesperson Code");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(CustomerId);
        Clear(CurrencyId);
        Clear(CurrencyCode);
        Clear(SalespersonId);
    end;

    var
        References: Codeunit "Couplet References";
        CustomerId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
        SalespersonId: Guid;
}
