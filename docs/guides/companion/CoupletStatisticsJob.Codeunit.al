// Not compiled where it was written: see ../companion-pages.md.
/// Brings "Couplet Customer Statistics" up to date: run it as a recurring job queue entry, every 15 or 30 minutes.
codeunit 50142 "Couplet Statistics Job"
{
    trigger OnRun()
    var
        Customer: Record Customer;
    begin
        Customer.SetRange("Date Filter", 0D, WorkDate());
        if Customer.FindSet() then
            repeat
                Refresh(Customer);
            until Customer.Next() = 0;
    end;

    local procedure Refresh(var Customer: Record Customer)
    var
        Present: Record "Couplet Customer Statistics";
        Found: Record "Couplet Customer Statistics";
    begin
        Customer.CalcFields(
            "Balance (LCY)", "Outstanding Orders (LCY)", "Shipped Not Invoiced (LCY)", "Outstanding Invoices (LCY)",
            "Sales (LCY)");
        Found."Customer No." := Customer."No.";
        Found.Name := Customer.Name;
        Found.Blocked := Customer.Blocked;
        Found."Balance (LCY)" := Customer."Balance (LCY)";
        Found."Outstanding Orders (LCY)" := Customer."Outstanding Orders (LCY)";
        Found."Shipped Not Invoiced (LCY)" := Customer."Shipped Not Invoiced (LCY)";
        Found."Outstanding Invoices (LCY)" := Customer."Outstanding Invoices (LCY)";
        Found."Total (LCY)" := Customer.GetTotalAmountLCY();
        Found."Credit Limit (LCY)" := Customer."Credit Limit (LCY)";
        Found."Overdue Amount (LCY)" := Customer.CalcOverdueBalance();
        Found."Total Sales (LCY)" := Customer."Sales (LCY)";
        Found."Invoiced Prepayment (LCY)" := Customer.GetInvoicedPrepmtAmountLCY();
        Found."Overdue As Of" := WorkDate();
        if not Present.Get(Customer."No.") then begin
            Found.Insert();
            exit;
        end;
        if Present.IsSame(Found) then
            exit;
        Present.TransferFields(Found, false);
        Present.Modify();
    end;
}
