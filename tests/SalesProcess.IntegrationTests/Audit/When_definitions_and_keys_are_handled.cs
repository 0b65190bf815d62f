using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Audit;

public sealed class When_definitions_and_keys_are_handled
{
    private const string Designer = "diana";
    private const string Admin = "adam";

    private Wire _wire = null!;

    [SetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [TearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task Each_act_with_a_definition_is_on_record_with_who_did_it_and_what_it_changed()
    {
        await SendAsync("PUT", "/definitions/note", Note("Hello"));
        await SendAsync("POST", "/definitions/note/publish");
        await SendAsync("PUT", "/definitions/note", Note("Good day"));
        await SendAsync("POST", "/definitions/note/publish");
        await SendAsync("POST", "/definitions/note/versions/1/revert");
        await SendAsync("POST", "/definitions/note/retract");
        await SendAsync("DELETE", "/definitions/note/versions/3");
        await SendAsync("DELETE", "/definitions/note");

        var acts = await ActsAsync("/definitions/note/events");

        Assert.That(acts.Select(a => $"{a["kind"]} {a["actor"]}: {string.Join(", ", a["changes"]!.AsObject().Select(c => Said(c.Key, c.Value!)))}"), Is.EqualTo(new[]
        {
            "save-draft diana: version 1 made",
            "publish diana: published  → 1",
            "save-draft diana: version 2 made",
            "publish diana: published 1 → 2",
            "revert diana: version 3 made",
            "retract diana: published 2 → ",
            "delete diana: version 3 gone",
            "delete diana: version 1 gone, version 2 gone",
        }));
        var (made, reverted) = (Hash(acts[0], "version 1", "to"), Hash(acts[4], "version 3", "to"));
        Assert.That((made.Length, reverted.Length), Is.EqualTo((64, 64)));
        Assert.That(Hash(acts[7], "version 1", "from"), Is.EqualTo(made));
    }

    [Test]
    public async Task What_the_service_takes_in_from_its_folder_is_its_own_act()
    {
        var act = (await ActsAsync("/definitions/one-task/events")).Single();

        Assert.That((act["kind"]!.ToString(), act["actor"], act["changes"]!["published"]!["to"]!.GetValue<int>()), Is.EqualTo(("import", (JsonNode?)null, 1)));
    }

    [Test]
    public async Task What_was_refused_or_changed_nothing_is_no_act()
    {
        await SendAsync("PUT", "/definitions/note", Note("Hello"));
        await SendAsync("PUT", "/definitions/note", Note("Hello"));
        Assert.That((await _wire.SendAsync("POST", "/definitions/note/retract", Designer)).Status, Is.EqualTo(409));
        Assert.That((await _wire.SendAsync("POST", "/definitions/note/publish", "anna")).Status, Is.EqualTo(403));

        Assert.That(await ActsAsync("/definitions/note/events"), Has.Count.EqualTo(1));
        Assert.That((await _wire.SendAsync("GET", "/definitions/never/events", Staff.Auditor)).Problem(404, "not-found"), Is.Not.Null);
    }

    [Test]
    public async Task Keys_are_recorded_without_the_key()
    {
        var made = (await _wire.SendAsync("POST", "/api-keys", Admin, """{"name":"Website leads","actsAs":"ivan"}"""u8.ToArray())).Json;
        for (var i = 0; i < 2; i++)
        {
            Assert.That((await _wire.SendAsync("DELETE", $"/api-keys/{made["id"]}", Admin)).Status, Is.EqualTo(204));
        }

        var acts = await ActsAsync("/api-keys/events");

        Assert.That(acts.Select(a => $"{a["kind"]} {a["reference"]} {a["actor"]}"), Is.EqualTo(new[] { $"create {made["id"]} adam", $"revoke {made["id"]} adam" }));
        Assert.That((acts[0]["changes"]!["name"]!["to"]!.ToString(), acts[0]["changes"]!["actsAs"]!["to"]!.ToString(), acts[1]["changes"]!["revokedAt"]!["from"]), Is.EqualTo(("Website leads", "ivan", (JsonNode?)null)));
        var rows = _wire.Server.Database.Query("SELECT changes FROM company_acts", r => r.GetString(0));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made["key"]!.ToString())));
        Assert.That(rows, Has.None.Contains(made["key"]!.ToString()).And.None.Contains(hash));
    }

    [TestCase("anna", 403)]
    [TestCase(Designer, 403)]
    [TestCase(Staff.Auditor, 200)]
    [TestCase(Admin, 200)]
    public async Task Auditors_and_administrators_read_it(string person, int status)
    {
        Assert.That((await _wire.SendAsync("GET", "/definitions/one-task/events", person)).Status, Is.EqualTo(status));
        Assert.That((await _wire.SendAsync("GET", "/api-keys/events", person)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task The_rows_are_chained_over_all_definitions_and_only_added()
    {
        await SendAsync("PUT", "/definitions/note", Note("Hello"));
        await SendAsync("PUT", "/definitions/other", Note("Hello"));
        var rows = _wire.Server.Database.Query(
            "SELECT subject, reference, kind, actor, at, changes, digest FROM company_acts WHERE subject = 'definition' ORDER BY id",
            r => (Fields: new[] { r.GetString(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), $"{r.GetInt64(4)}", r.GetString(5) }, Digest: r.GetString(6)));

        string? previous = null;
        foreach (var (fields, digest) in rows)
        {
            Assert.That(digest, Is.EqualTo(Digest([previous, .. fields])));
            previous = digest;
        }

        Assert.That(rows, Has.Count.EqualTo(3));
        Assert.That(() => _wire.Server.Database.Execute("UPDATE company_acts SET actor = 'mallory'"), Throws.InstanceOf<SqliteException>().With.Message.Contains("only added"));
        Assert.That(() => _wire.Server.Database.Execute("DELETE FROM company_acts"), Throws.InstanceOf<SqliteException>().With.Message.Contains("only added"));
    }

    [Test]
    public async Task Many_are_read_in_pages()
    {
        for (var i = 0; i < 5; i++)
        {
            await SendAsync("PUT", "/definitions/note", Note($"Hello {i}"));
        }

        Assert.That((await _wire.As(Staff.Auditor).GetAsync("/definitions/note/events?limit=2")).Json["items"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(await ActsAsync("/definitions/note/events"), Has.Count.EqualTo(5));
    }

    private async Task<IReadOnlyList<JsonNode>> ActsAsync(string path) => await _wire.As(Staff.Auditor).ListAsync(path);

    private async Task SendAsync(string method, string path, string? body = null)
    {
        var answer = await _wire.SendAsync(method, path, Designer, body is null ? null : Encoding.UTF8.GetBytes(body));
        Assert.That(answer.Status, Is.AnyOf(200, 204), answer.Text);
    }

    private static string Said(string name, JsonNode change) => !name.StartsWith("version", StringComparison.Ordinal) ? $"{name} {change["from"]} → {change["to"]}"
        : change["from"] is null ? $"{name} made"
        : change["to"] is null ? $"{name} gone" : $"{name} changed";

    private static string Hash(JsonNode act, string version, string side) => act["changes"]![version]![side]!.ToString();

    private static string Digest(IReadOnlyList<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = new byte[4];
        foreach (var field in fields)
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32LittleEndian(length, field is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Note(string text) => $$$"""
        {"name":"Note","root":{"id":"s","type":"Elsa.Sequence","activities":[{"id":"w","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Literal","value":"{{{text}}}"} } }]} }
        """;
}
