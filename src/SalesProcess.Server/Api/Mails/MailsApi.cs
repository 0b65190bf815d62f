using System.Data.Common;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Mails that have not left, for administrators: those that wait, and those that were given up.</summary>
internal static class MailsApi
{
    private const string Columns = "id, task_id, kind, receiver, at, attempts, next_at, failed_at, last_error";

    public static void MapMails(this RouteGroupBuilder api)
    {
        var mails = api.MapGroup("/mails").WithTags("Mails");
        mails.MapGet("", List)
            .Describe("listMails", "Lists the mails that have not left, the oldest first: waiting to be sent (again), or given up because the server refused them or they could not leave for too long.")
            .Answers<MailPage>()
            .Takes(
                new("state", "waiting or failed; both without it."),
                new("cursor", "The nextCursor of the page before."),
                new("limit", "How many mails: 1 to 200, 50 without it."))
            .Refuses(RefusalCodes.PermissionMissing, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        mails.MapPost("/{id}/retry", RetryAsync)
            .Describe("retryMail", "Sends a mail that was given up, or that waits, as soon as possible.")
            .Produces(StatusCodes.Status204NoContent).Remakes((_, _) => Task.FromResult(Reply.NoContent())).Refuses(RefusalCodes.PermissionMissing, RefusalCodes.NotFound);
        mails.MapDelete("/{id}", DropAsync)
            .Describe("dropMail", "Drops a mail; it is never sent.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalCodes.PermissionMissing, RefusalCodes.NotFound);
    }

    private static Reply List(Call call, Database database, Cursors cursors)
    {
        if (Forbidden(call) is { } forbidden)
        {
            return forbidden;
        }

        var query = call.Query();
        var (limit, state) = (query.Limit(), query.OneOf("state", "waiting", "failed"));
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"mails\n{call.Asker.Id}\n{state}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var rows = database.Read(session => session.Query(
            $"SELECT {Columns} FROM mails WHERE (at, id) > ($1, $2) AND ($3 IS NULL OR (failed_at IS NOT NULL) = ($3 = 'failed')) ORDER BY at, id LIMIT $4",
            Mail, position?.Key ?? long.MinValue, position?.Id ?? "", state, limit + 1));
        var next = rows.Count > limit ? cursors.Write(list, new Position(rows[limit - 1].At.ToUnixTimeMilliseconds(), rows[limit - 1].Id)) : null;
        return Reply.Ok(new MailPage([.. rows.Take(limit)], next), ApiJson.Shared.MailPage);
    }

    private static Task<Reply> RetryAsync(string id, Call call, CommitQueue queue, TimeProvider clock) => ChangeAsync(call, queue, session =>
    {
        var changed = session.Execute("UPDATE mails SET next_at = $2, failed_at = NULL, attempts = 0 WHERE id = $1", id, clock.GetUtcNow().ToUnixTimeMilliseconds());
        call.Caller.Keep(session, id, clock);
        return changed;
    });

    private static Task<Reply> DropAsync(string id, Call call, CommitQueue queue) => ChangeAsync(call, queue, session => session.Execute("DELETE FROM mails WHERE id = $1", id));

    private static async Task<Reply> ChangeAsync(Call call, CommitQueue queue, Func<WriteSession, int> change) =>
        Forbidden(call) ?? (await queue.RunAsync(change, call.Aborted) == 0 ? Reply.Of(Refused.NotFound()) : Reply.NoContent());

    private static Reply? Forbidden(Call call) => call.Actor.IsAdmin
        ? null
        : Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not handle mails. Members of '{Actor.AdminGroup}' may."));

    private static MailDto Mail(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.GetInt32(5), row.OptionalTime(6), row.OptionalTime(7), row.Text(8));
}
