using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_somebody_signs_in
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task A_person_of_the_directory_gets_a_token()
    {
        var answer = await _wire.SendAsync("GET", "dev/token?user=anna", person: null);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Json["token_type"]!.ToString(), Is.EqualTo("Bearer"));
        Assert.That(answer.Json["expires_in"]!.GetValue<int>(), Is.Positive);
    }

    [TestCase("dev/token?user=nobody")]
    [TestCase("dev/token")]
    public async Task Somebody_else_is_told_who_there_is(string address)
    {
        var problem = (await _wire.SendAsync("GET", address, person: null)).Problem(404, "not-found");

        Assert.That(problem["message"]!.ToString(), Does.Contain("anna"));
    }

    [TestCase("X-Forwarded-For", "203.0.113.5")]
    [TestCase("Forwarded", "for=203.0.113.5")]
    [TestCase("Host", "evil.example")]
    public async Task Nobody_gets_a_token_from_afar(string header, string value)
    {
        var answer = await _wire.SendAsync("GET", "dev/token?user=anna", person: null, headers: (header, value));

        answer.Problem(404, "not-found");
        Assert.That(answer.Text, Does.Not.Contain("anna"));
    }

    [TestCase(null)]
    [TestCase("Bearer nonsense")]
    [TestCase("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGFtIn0.")]
    [TestCase("Basic YW5uYTphbm5h")]
    public async Task Without_a_good_token_nobody_comes_in(string? authorization)
    {
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];

        var answer = await _wire.SendAsync("GET", "/api/v1/tasks", person: null, headers: headers);

        answer.Problem(401, "unauthenticated");
        Assert.That(answer.Header("WWW-Authenticate"), Is.EqualTo("Bearer"));
    }

    [TestCase("/nowhere")]
    [TestCase("/api/v1/nowhere")]
    [TestCase("/metrics")]
    public async Task Other_addresses_are_not_open_either(string address) =>
        (await _wire.SendAsync("GET", address, person: null)).Problem(401, "unauthenticated");

    [TestCase("anna", 403)]
    [TestCase("martin", 403)]
    [TestCase("audrey", 200)]
    [TestCase("adam", 200)]
    public async Task Figures_of_the_whole_company_are_for_auditors_and_administrators(string person, int status)
    {
        var answer = await _wire.SendAsync("GET", "metrics", person);

        Assert.That((answer.Status, answer.Text.Contains("for auditors and administrators", StringComparison.Ordinal)), Is.EqualTo((status, status == 403)), answer.Text);
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/openapi/v1.json")]
    [TestCase("/swagger/index.html")]
    public async Task Health_and_the_description_are_open(string address) =>
        Assert.That((await _wire.SendAsync("GET", address, person: null)).Status, Is.EqualTo(200));

    [Test]
    public async Task A_token_ends()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"), Morning);
        Assert.That((await wire.SendAsync("GET", "/tasks")).Status, Is.EqualTo(200));

        wire.Server.Clock!.Advance(TimeSpan.FromHours(13));

        var problem = (await wire.SendAsync("GET", "/tasks")).Problem(401, "unauthenticated");
        Assert.That(problem["message"]!.ToString(), Does.Contain("expired"));
    }

    [Test]
    public async Task A_machine_comes_in_by_its_key_until_it_is_revoked()
    {
        var created = await _wire.SendAsync("POST", "/api-keys", "adam", """{"name":"Website","actsAs":"ivan"}"""u8.ToArray());
        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        var key = created.Json["key"]!.ToString();
        var address = created.Header("Location")!;

        Assert.That((await _wire.SendAsync("GET", "/api/v1/tasks", person: null, headers: ("X-Api-Key", key))).Status, Is.EqualTo(200));
        var listed = await _wire.SendAsync("GET", "/api-keys", "adam");
        Assert.That(listed.Text, Does.Contain("Website").And.Not.Contain(key));

        Assert.That((await _wire.SendAsync("DELETE", address, "adam")).Status, Is.EqualTo(204));
        (await _wire.SendAsync("GET", "/api/v1/tasks", person: null, headers: ("X-Api-Key", key))).Problem(401, "unauthenticated");
    }

    [Test]
    public async Task A_key_is_not_in_the_database()
    {
        var created = await _wire.SendAsync("POST", "/api-keys", "adam", """{"name":"Secret","actsAs":"ivan"}"""u8.ToArray(), headers: ("Idempotency-Key", "make-a-key"));
        var key = created.Json["key"]!.ToString();

        var again = await _wire.SendAsync("POST", "/api-keys", "adam", """{"name":"Secret","actsAs":"ivan"}"""u8.ToArray(), headers: ("Idempotency-Key", "make-a-key"));

        Assert.That(again.Json["id"]!.ToString(), Is.EqualTo(created.Json["id"]!.ToString()));
        Assert.That(again.Json["key"], Is.Null);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_wire.Server.Folder.DatabaseFile)!))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.That(await reader.ReadToEndAsync(), Does.Not.Contain(key), file);
        }
    }

    [Test]
    public async Task Only_administrators_handle_keys()
    {
        (await _wire.SendAsync("POST", "/api-keys", "anna", """{"name":"Mine","actsAs":"adam"}"""u8.ToArray())).Problem(403, "permission-missing");
        (await _wire.SendAsync("GET", "/api-keys", "anna")).Problem(403, "permission-missing");
        (await _wire.SendAsync("DELETE", "/api-keys/x", "anna")).Problem(403, "permission-missing");
    }

    [Test]
    public async Task A_key_acts_as_somebody_who_is_there()
    {
        var problem = (await _wire.SendAsync("POST", "/api-keys", "adam", """{"name":"Ghost","actsAs":"ghost"}"""u8.ToArray())).Problem(422, "form-invalid");

        Assert.That(problem["errors"]![0]!["pointer"]!.ToString(), Is.EqualTo("/actsAs"));
    }

    [Test]
    public async Task The_keys_of_the_service_are_for_its_owner_only()
    {
        await _wire.TokenAsync("anna");
        var data = Path.GetDirectoryName(_wire.Server.Folder.DatabaseFile)!;

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Path.Combine(data, "dev-signing.key")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }
}
