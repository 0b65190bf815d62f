using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Api;

namespace SalesProcess.Server.Telemetry;

/// <summary>Whether the service lives, and whether it can work. Open to everybody, and tells nothing else.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Reply.Ok(new HealthDto("live", new Dictionary<string, string>(StringComparer.Ordinal)), ApiJson.Shared.HealthDto))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", Ready).AllowAnonymous().ExcludeFromDescription();
    }

    private static Reply Ready(Database database, CompanyRules rules, IHostApplicationLifetime lifetime)
    {
        var checks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["database"] = CanRead(database) ? "ok" : "failed",
            ["directory"] = rules.Directory.People.Any() ? "ok" : "empty",
            ["serving"] = lifetime.ApplicationStopping.IsCancellationRequested ? "stopping" : "ok",
        };
        var ready = checks.Values.All(v => v == "ok");
        return new Reply
        {
            Status = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            RetryAfter = ready ? null : "1",
            Body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new HealthDto(ready ? "ready" : "not ready", checks), ApiJson.Shared.HealthDto),
        };
    }

    private static bool CanRead(Database database)
    {
        try
        {
            return database.Read(session => session.Find("SELECT version_id FROM definitions LIMIT 1", r => r.GetString(0))) is not null;
        }
        catch (System.Data.Common.DbException)
        {
            // That is what is asked: the answer says so.
            return false;
        }
    }
}
