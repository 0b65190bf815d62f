using System.Net.Sockets;
using System.Text;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Attachments;

public sealed class When_what_is_attached_is_hostile
{
    private const int Limit = 100_000;

    private Wire _wire = null!;
    private string _task = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"), startsAt: null, ("Attachments:MaxBytes", $"{Limit}"), ("Attachments:Types:0", "application/pdf"), ("Attachments:Types:1", "text/*"), ("Attachments:Types:2", "image/svg+xml"));
        _task = await _wire.TaskAsync();
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TearDown]
    public void Nothing_was_left_that_came_in_half() => Assert.That(Files.OnDisk(_wire.Server.Folder), Has.None.StartsWith("incoming"));

    [TestCase("../../../etc/passwd", "path")]
    [TestCase("..\\..\\boot.ini", "path")]
    [TestCase("..", "path")]
    [TestCase("/etc/passwd", "path")]
    [TestCase("a\0.pdf", "NUL")]
    [TestCase("a\r\nSet-Cookie: x=1.pdf", "U+000D, U+000A")]
    [TestCase("contract_\u202Efdp.exe", "U+202E")]
    [TestCase("\u2067a.pdf", "U+2067")]
    [TestCase("   ", "blank")]
    public async Task A_name_that_misleads_is_refused_and_told(string name, string told)
    {
        var answer = await _wire.AttachAsync(_task, [1], name);

        Assert.That(answer.Problem(400, "malformed-request")["message"]!.ToString(), Does.Contain(told));
        Assert.That(answer.Pointers, Is.EqualTo(new[] { "?name" }));
    }

    [Test]
    public async Task A_name_of_a_thousand_characters_is_refused()
    {
        var (body, type) = Files.Form(($"Content-Disposition: form-data; name=\"f\"; filename=\"{new string('长', 1000)}\"", [1]));

        var refused = await _wire.SendAsync("POST", $"/tasks/{_task}/attachments", body: body, contentType: type);

        Assert.That(refused.Problem(400, "malformed-request")["message"]!.ToString(), Does.Contain("1000 characters; at most 255"));
        Assert.That((await _wire.AttachAsync(_task, [1], new string('长', 251) + ".pdf")).Status, Is.EqualTo(201));
    }

    [TestCase("🦄👩‍👩‍👧.pdf")]
    [TestCase("Über-Größe; filename=\"x\".pdf")]
    [TestCase("%2e%2e%2f.pdf")]
    [TestCase("CON")]
    [TestCase(".htaccess")]
    public async Task Any_other_name_comes_back_as_it_is(string name)
    {
        var attached = await _wire.AttachAsync(_task, [1], name);

        Assert.That(attached.Status, Is.EqualTo(201), attached.Text);
        Assert.That(attached.Json["name"]!.ToString(), Is.EqualTo(name));
        var disposition = (await _wire.ContentAsync(_task, attached.Json["id"]!.ToString())).Header("Content-Disposition")!;
        Assert.That(disposition, Does.StartWith("attachment; ").And.EndsWith($"filename*=UTF-8''{Uri.EscapeDataString(name)}"));
    }

    [TestCase("text/html; charset=utf-8")]
    [TestCase("image/svg+xml")]
    [TestCase("text/javascript")]
    public async Task What_a_browser_would_run_is_served_as_bytes_to_be_saved(string type)
    {
        var attached = await _wire.AttachAsync(_task, "<script>alert(1)</script>"u8.ToArray(), "page.html", type);
        var served = await _wire.ContentAsync(_task, attached.Json["id"]!.ToString());

        Assert.Multiple(() =>
        {
            Assert.That(attached.Json["contentType"]!.ToString(), Is.EqualTo(type));
            Assert.That(served.Header("Content-Type"), Is.EqualTo("application/octet-stream"));
            Assert.That(served.Header("Content-Disposition"), Does.StartWith("attachment"));
            Assert.That(served.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(served.Header("Content-Security-Policy"), Is.EqualTo("default-src 'none'; sandbox"));
        });
    }

    [TestCase("text/plain; charset=\"ü\u00e9\"", "text/plain")]
    [TestCase("TEXT/Plain; boundary=x; charset=GB18030", "text/plain; charset=GB18030")]
    public async Task A_type_is_kept_as_far_as_it_says_something(string type, string kept)
    {
        var (body, form) = Files.Form(($"Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: {type}", "石"u8.ToArray()));

        var attached = await _wire.SendAsync("POST", $"/tasks/{_task}/attachments", body: body, contentType: form);

        Assert.That(attached.Status, Is.EqualTo(201), attached.Text);
        Assert.That((await _wire.ContentAsync(_task, attached.Json["id"]!.ToString())).Header("Content-Type"), Is.EqualTo(kept));
    }

    [TestCase("application/x-msdownload")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("text/*")]
    [TestCase("*/*")]
    [TestCase("nonsense")]
    public async Task A_type_that_is_not_accepted_is_told_with_those_that_are(string type)
    {
        var problem = (await _wire.AttachAsync(_task, [1], type: type)).Problem(415, "media-type-unsupported");

        Assert.That(problem["given"]!.ToString(), Is.EqualTo(type));
        Assert.That(problem["accepted"]!.AsArray().Select(t => t!.ToString()), Is.EqualTo(new[] { "application/pdf", "text/*", "image/svg+xml" }));
    }

    [Test]
    public async Task One_byte_above_the_limit_is_too_much_whether_its_length_is_said_or_not()
    {
        var content = Files.Bytes(Limit + 1);
        var (form, formType) = Files.Form(("Content-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf", content));

        var said = (await _wire.AttachAsync(_task, content)).Problem(413, "payload-too-large");
        var inForm = (await _wire.SendAsync("POST", $"/tasks/{_task}/attachments", body: form, contentType: formType)).Problem(413, "payload-too-large");

        Assert.That((said["limit"]!.GetValue<long>(), said["size"]!.GetValue<long>(), inForm["limit"]!.GetValue<long>()), Is.EqualTo(((long)Limit, Limit + 1L, (long)Limit)));
        Assert.That((await RawAsync($"Transfer-Encoding: chunked\r\n\r\n{Limit + 1:x}\r\n", new string('x', Limit + 1) + "\r\n0\r\n\r\n")), Does.StartWith("HTTP/1.1 413"));
    }

    [TestCase("Content-Disposition: form-data; name=\"text\"", "field 'text'")]
    [TestCase("Content-Disposition: form-data; name=\"f\"; filename=\"../x.pdf\"\r\nContent-Type: application/pdf", "path")]
    public async Task A_form_with_anything_but_a_file_is_refused(string header, string told)
    {
        var (body, type) = Files.Form((header, [1]));

        Assert.That((await _wire.SendAsync("POST", $"/tasks/{_task}/attachments", body: body, contentType: type)).Problem(400, "malformed-request")["message"]!.ToString(), Does.Contain(told));
    }

    [Test]
    public async Task A_form_with_two_files_or_none_or_cut_off_attaches_nothing()
    {
        const string Header = "Content-Disposition: form-data; name=\"f\"; filename=\"form.pdf\"\r\nContent-Type: application/pdf";
        var (two, type) = Files.Form((Header, Files.Bytes(10, 91)), (Header, Files.Bytes(10, 92)));
        var (none, _) = Files.Form();
        var (one, _) = Files.Form((Header, Files.Bytes(10, 93)));

        foreach (var body in new[] { two, none, one[..^20], one[..50], "no form"u8.ToArray() })
        {
            (await _wire.SendAsync("POST", $"/tasks/{_task}/attachments", body: body, contentType: type)).Problem(400, "malformed-request");
        }

        (await _wire.SendAsync("POST", $"/tasks/{_task}/attachments", body: one, contentType: "multipart/form-data")).Problem(400, "malformed-request");
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{_task}/attachments?limit=200")).Text, Does.Not.Contain("form.pdf"));
        Assert.That(Files.OnDisk(_wire.Server.Folder).Where(f => f.EndsWith(Files.Sha256(Files.Bytes(10, 93)), StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("""{"uri":"javascript:alert(1)","name":"x"}""", "/uri")]
    [TestCase("""{"uri":"file:///etc/passwd","name":"x"}""", "/uri")]
    [TestCase("""{"uri":"offer.pdf","name":"x"}""", "/uri")]
    [TestCase("""{"uri":"https://anna:secret@example.com/","name":"x"}""", "/uri")]
    [TestCase("""{"uri":"https://example.com/","name":"a/b"}""", "/name")]
    [TestCase("""{"name":"x"}""", "/uri")]
    [TestCase("""{"uri":"https://example.com/"}""", "/name")]
    [TestCase("""{"uri":"https://example.com/","name":"x","inline":true}""", "/inline")]
    public async Task A_link_that_leads_elsewhere_than_to_the_web_is_refused(string body, string pointer)
    {
        var answer = await _wire.PostAsync($"/tasks/{_task}/attachments", body);

        answer.Problem(400, "malformed-request");
        Assert.That(answer.Pointers, Is.EqualTo(new[] { pointer }));
        Assert.That(answer.Text, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Of_a_body_that_breaks_off_nothing_is_left()
    {
        var count = _wire.Server.Database.Count("SELECT count(*) FROM attachments");
        var before = Files.OnDisk(_wire.Server.Folder);
        using (var connection = await ConnectAsync($"Content-Length: 90000\r\n\r\n{new string('x', 70_000)}"))
        {
            await Eventually.Holds("it is coming in", () => Task.FromResult(Files.OnDisk(_wire.Server.Folder).Any(f => f.StartsWith("incoming", StringComparison.Ordinal))));
        }

        await Eventually.Holds("it is gone", () => Task.FromResult(Files.OnDisk(_wire.Server.Folder).SequenceEqual(before)));
        Assert.That(_wire.Server.Database.Count("SELECT count(*) FROM attachments"), Is.EqualTo(count));
    }

    private async Task<string> RawAsync(string headers, string body)
    {
        using var connection = await ConnectAsync(headers + body);
        var buffer = new byte[4096];
        var read = await connection.GetStream().ReadAsync(buffer);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private async Task<TcpClient> ConnectAsync(string rest)
    {
        var address = _wire.Server.Address;
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /api/v1/tasks/{_task}/attachments?name=raw.pdf HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {await _wire.TokenAsync("anna")}\r\nContent-Type: application/pdf\r\n{rest}"));
        return connection;
    }
}
