using SalesProcess.Engine.Values;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Documents of deals: what is known of them, and their bytes.</summary>
internal static class DocumentsApi
{
    public static void MapDocuments(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/documents").WithTags("Documents");
        group.MapGet("/{id}", Get).Produces<DocumentView>().WithName("getDocument");
        group.MapGet("/{id}/content", Content).Produces<byte[]>(200, "application/octet-stream").WithName("getDocumentContent");
    }

    private static IResult Get(string id, HttpContext http, Database database, Projections projections, CompanyRules rules) => Read(id, http, database, projections, rules, row =>
    {
        var approvals = database.Read(s => s.Query(
            "SELECT role, user, outcome, sha256, at FROM approvals WHERE document_id = $1 ORDER BY at",
            r => new ApprovalView(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Projections.Time(r.GetInt64(4))),
            id));
        var sendings = database.Read(s => s.Query(
            "SELECT recipient, channel, sha256, at FROM sendings WHERE document_id = $1 ORDER BY at",
            r => new SendingView(Projections.Text(r, 0), Projections.Text(r, 1), r.GetString(2), Projections.Time(r.GetInt64(3))),
            id));
        return Results.Json(
            new DocumentView(
                row.Id, row.Name, row.ContentType, row.Sha256, row.Content.Length, row.InstanceId, row.RootId, row.Author, ValueJson.Parse(row.Metadata),
                Projections.Time(row.CreatedAt), approvals, sendings),
            ApiJson.Options);
    });

    private static IResult Content(string id, HttpContext http, Database database, Projections projections, CompanyRules rules) => Read(id, http, database, projections, rules, row =>
    {
        // Never shown in the browser as a page of ours, whatever it contains.
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(row.Content, row.ContentType, row.Name);
    });

    private static IResult Read(string id, HttpContext http, Database database, Projections projections, CompanyRules rules, Func<DocumentRow, IResult> read)
    {
        if (new QueryParameters(http.Request.Query).Refusal() is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var row = database.Read(s => s.Find(
            "SELECT id, instance_id, root_id, name, content_type, sha256, content, author, metadata, created_at FROM documents WHERE id = $1",
            r => new DocumentRow
            {
                Id = r.GetString(0),
                InstanceId = r.GetString(1),
                RootId = r.GetString(2),
                Name = r.GetString(3),
                ContentType = r.GetString(4),
                Sha256 = r.GetString(5),
                Content = (byte[])r.GetValue(6),
                Author = Projections.Text(r, 7),
                Metadata = r.GetString(8),
                CreatedAt = r.GetInt64(9),
            },
            id));
        return row is not null && projections.FindInstance(row.InstanceId, Viewer.Of(http)) is not null
            ? read(row)
            : Problem.Of(new Refusal(RefusalCodes.NotFound, $"There is no document '{id}'."));
    }
}
