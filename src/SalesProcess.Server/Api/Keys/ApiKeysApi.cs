using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Keys for machines. Administrators make and revoke them.</summary>
internal static class ApiKeysApi
{
    private const string Prefix = "sp_";
    private const int KeyBytes = 32;
    private const int MaxName = 200;
    private static readonly Dictionary<string, object?> None = [];

    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys");
        keys.MapPost("", CreateAsync)
            .Describe("createApiKey", "Makes a key for a machine. The key itself is in this answer only.")
            .Body<CreateApiKeyDto>().Answers<NewApiKeyDto>(StatusCodes.Status201Created).Remakes(CreatedAsync)
            .Refuses(RefusalCodes.PermissionMissing, RefusalCodes.FormInvalid);
        keys.MapGet("", (Call call, Database database) => Forbidden(call) ?? Reply.Ok(new ApiKeyPage(List(database), null), ApiJson.Shared.ApiKeyPage))
            .Describe("listApiKeys", "Lists all keys, without the keys themselves.")
            .Answers<ApiKeyPage>().Refuses(RefusalCodes.PermissionMissing);
        keys.MapDelete("/{id}", RevokeAsync)
            .Describe("revokeApiKey", "Revokes a key, at once and for good.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalCodes.PermissionMissing, RefusalCodes.NotFound);
    }

    private static async Task<Reply> CreateAsync(Call call, CommitQueue queue, CompanyRules rules, InstanceRunner runner, TimeProvider clock)
    {
        if (Forbidden(call) is { } forbidden)
        {
            return forbidden;
        }

        if (!call.TryRead(f => new CreateApiKeyDto(f.Text("name", required: true, max: MaxName)!, f.Text("actsAs", required: true)!), required: true, out var command, out var refusal))
        {
            return Reply.Of(refusal);
        }

        if (rules.Directory.Find(command.ActsAs) is null)
        {
            return Reply.Of(new Refusal(
                RefusalCodes.FormInvalid,
                $"There is no person '{command.ActsAs}' in directory.json.",
                [new FieldError("/actsAs", "user-unknown", $"'{command.ActsAs}' is not in the directory. There are, for example: {string.Join(", ", rules.Directory.People.Take(12).Select(p => p.Id))}.")]));
        }

        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var created = new NewApiKeyDto { Id = runner.NewAmbient().NewId(), Name = command.Name, ActsAs = command.ActsAs, CreatedAt = clock.GetUtcNow(), Key = key };
        await queue.RunAsync(
            session =>
            {
                session.Execute(
                    "INSERT INTO api_keys (id, hash, name, acts_as, created_at) VALUES ($1, $2, $3, $4, $5)",
                    created.Id, ApiKeyHandler.Hash(key), created.Name, created.ActsAs, created.CreatedAt.ToUnixTimeMilliseconds());
                CompanyActs.Append(
                    session, CompanyActs.ApiKey, created.Id, "create", call.Actor.Id, created.CreatedAt,
                    CompanyActs.Between(None, new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = created.Name, ["actsAs"] = created.ActsAs }));
                call.Caller.Keep(session, created.Id, clock);
                return true;
            },
            call.Aborted);
        return Created(created);
    }

    private static async Task<Reply> RevokeAsync(string id, Call call, CommitQueue queue, TimeProvider clock)
    {
        if (Forbidden(call) is { } forbidden)
        {
            return forbidden;
        }

        var isThere = await queue.RunAsync(
            session =>
            {
                var now = clock.GetUtcNow();
                if (session.Execute("UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", id, now.ToUnixTimeMilliseconds()) > 0)
                {
                    CompanyActs.Append(
                        session, CompanyActs.ApiKey, id, "revoke", call.Actor.Id, now, CompanyActs.Between(None, new Dictionary<string, object?>(StringComparer.Ordinal) { ["revokedAt"] = now }));
                }

                return session.Find("SELECT id FROM api_keys WHERE id = $1", r => r.GetString(0), id) is not null;
            },
            call.Aborted);
        return isThere ? Reply.NoContent() : Reply.Of(Refused.NotFound());
    }

    private static Task<Reply> CreatedAsync(Call call, string id)
    {
        var key = List(call.Http.RequestServices.GetRequiredService<Database>()).First(k => k.Id == id);
        return Task.FromResult(Created(new NewApiKeyDto { Id = key.Id, Name = key.Name, ActsAs = key.ActsAs, CreatedAt = key.CreatedAt, RevokedAt = key.RevokedAt }));
    }

    private static Reply Created(NewApiKeyDto key) => new()
    {
        Status = StatusCodes.Status201Created,
        Location = $"/api/v1/api-keys/{key.Id}",
        Body = JsonSerializer.SerializeToUtf8Bytes(key, ApiJson.Shared.NewApiKeyDto),
        Kept = JsonSerializer.SerializeToUtf8Bytes(key with { Key = null }, ApiJson.Shared.NewApiKeyDto),
    };

    private static Reply? Forbidden(Call call) => call.Actor.IsAdmin
        ? null
        : Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not handle API keys. Members of '{Actor.AdminGroup}' may."));

    private static List<ApiKeyDto> List(Database database) => database.Read(session => session.Query(
        "SELECT id, name, acts_as, created_at, revoked_at FROM api_keys ORDER BY created_at, id",
        r => new ApiKeyDto { Id = r.GetString(0), Name = r.GetString(1), ActsAs = r.GetString(2), CreatedAt = r.Time(3), RevokedAt = r.OptionalTime(4) }));
}
