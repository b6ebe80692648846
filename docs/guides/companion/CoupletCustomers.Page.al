// Not compiled where it was written: see ../companion-pages.md.
page 50101 "Couplet Customers"
{
    PageType = API;
    Caption = 'Customers', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'customer';
    EntitySetName = 'customers';
    SourceTable = Customer;
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
                field(displayName; Rec.Name) { }
                field("type"; Rec."Contact Type") { }
                field(contactName; Rec.Contact) { }
                field(addressLine1; Rec.Address) { }
                field(addressLine2; Rec."Address 2") { }
                field(city; Rec.City) { }
                field(state; Rec.County) { }
                field(country; Rec."Country/Region Code") { }
                field(postalCode; Rec."Post Code") { }
                field(phoneNumber; Rec."Phone No.") { }
                field(mobilePhoneNumber; Rec."Mobile Phone No.") { }
                field(faxNumber; Rec."Fax No.") { }
                field(email; Rec."E-Mail") { }
                field(website; Rec."Home Page") { }
                field(salespersonId; SalespersonId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Salesperson Code", References.CodeOf(Database::"Salesperson/Purchaser", SalespersonId));
                    end;
                }
                field(salespersonCode; Rec."Salesperson Code") { }
                field(balanceDue; Rec."Balance Due (LCY)") { Editable = false; }
                field(creditLimit; Rec."Credit Limit (LCY)") { }
                field(taxLiable; Rec."Tax Liable") { }
                field(taxRegistrationNumber; Rec."VAT Registration No.") { }
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
                field(paymentTermsId; PaymentTermsId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Payment Terms Code", References.CodeOf(Database::"Payment Terms", PaymentTermsId));
                    end;
                }
                field(shipmentMethodId; ShipmentMethodId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Shipment Method Code", References.CodeOf(Database::"Shipment Method", ShipmentMethodId));
                    end;
                }
                field(paymentMethodId; PaymentMethodId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Payment Method Code", References.CodeOf(Database::"Payment Method", PaymentMethodId));
                    end;
                }
                field(shippingAgentId; ShippingAgentId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Shipping Agent Code", References.CodeOf(Database::"Shipping Agent", ShippingAgentId));
                    end;
                }
                field(primaryContactId; PrimaryContactId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Primary Contact No.", References.CodeOf(Database::Contact, PrimaryContactId));
                    end;
                }
                field(blocked; Rec.Blocked) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields("Balance Due (LCY)");
        SalespersonId := References.IdOf(Database::"Salesperson/Purchaser", Rec."Salesperson Code");
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
        PaymentTermsId := References.IdOf(Database::"Payment Terms", Rec."Payment Terms Code");
        ShipmentMethodId := References.IdOf(Database::"Shipment Method", Rec."Shipment Method Code");
        PaymentMethodId := References.IdOf(Database::"Payment Method", Rec."Payment Method Code");
        ShippingAgentId := References.IdOf(Database::"Shipping Agent", Rec."Shipping Agent Code");
        PrimaryContactId := References.IdOf(Database::Contact, Rec."Primary Contact No.");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(SalespersonId);
        Clear(CurrencyId);
        Clear(CurrencyCode);
        Clear(PaymentTermsId);
        Clear(ShipmentMethodId);
        Clear(PaymentMethodId);
        Clear(ShippingAgentId);
        Clear(PrimaryContactId);
    end;

    var
        References: Codeunit "Couplet References";
        SalespersonId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
        PaymentTermsId: Guid;
        ShipmentMethodId: Guid;
        PaymentMethodId: Guid;
        ShippingAgentId: Guid;
        PrimaryContactId: Guid;
}
