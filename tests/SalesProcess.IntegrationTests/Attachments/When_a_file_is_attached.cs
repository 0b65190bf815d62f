using System.Text;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Attachments;

public sealed class When_a_file_is_attached
{
    private const int Limit = 200_000;

    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"), startsAt: null, ("Attachments:MaxBytes", $"{Limit}"), ("Attachments:MaxPerTask", "5"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(65_535)]
    [TestCase(65_536)]
    [TestCase(65_537)]
    [TestCase(131_072)]
    [TestCase(Limit)]
    public async Task It_comes_back_as_it_was(int size)
    {
        var (task, content) = (await _wire.TaskAsync(), Files.Bytes(size, seed: size));

        var attached = await _wire.AttachAsync(task, content, "报价 offer.pdf");

        Assert.That(attached.Status, Is.EqualTo(201), attached.Text);
        var id = attached.Json["id"]!.ToString();
        var read = await _wire.ContentAsync(task, id, "martin");
        Assert.Multiple(() =>
        {
            Assert.That(attached.Header("Location"), Is.EqualTo($"/api/v1/tasks/{task}/attachments/{id}"));
            Assert.That(attached.Json["name"]!.ToString(), Is.EqualTo("报价 offer.pdf"));
            Assert.That(attached.Json["contentType"]!.ToString(), Is.EqualTo("application/pdf"));
            Assert.That(attached.Json["size"]!.GetValue<long>(), Is.EqualTo(size));
            Assert.That(attached.Json["sha256"]!.ToString(), Is.EqualTo(Files.Sha256(content)));
            Assert.That(attached.Json["author"]!.ToString(), Is.EqualTo("anna"));
            Assert.That(read.Bytes, Is.EqualTo(content));
        });
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{task}/attachments/{id}")).Bytes, Is.EqualTo(attached.Bytes), "what is known of it is what was answered");
    }

    [Test]
    public async Task It_may_come_as_a_browser_sends_it()
    {
        var (task, content) = (await _wire.TaskAsync(), Files.Bytes(70_000));
        var (body, type) = Files.Form(("Content-Disposition: form-data; name=\"file\"; filename=\"合同.pdf\"\r\nContent-Type: application/pdf", content));

        var attached = await _wire.SendAsync("POST", $"/tasks/{task}/attachments", body: body, contentType: type);

        Assert.That((attached.Status, attached.Json["name"]?.ToString(), attached.Json["sha256"]?.ToString()), Is.EqualTo((201, "合同.pdf", Files.Sha256(content))));
    }

    [TestCase("attachment; filename=\"plan.pdf\"", "plan.pdf")]
    [TestCase("attachment; filename=plan.pdf", "plan.pdf")]
    [TestCase("attachment; filename=\"x\"; filename*=UTF-8''%E8%AE%A1%E5%88%92.pdf", "计划.pdf")]
    public async Task Its_name_may_stand_in_a_header(string disposition, string name)
    {
        var attached = await _wire.SendAsync("POST", $"/tasks/{await _wire.TaskAsync()}/attachments", body: [1], contentType: "application/pdf", headers: ("Content-Disposition", disposition));

        Assert.That((attached.Status, attached.Status == 201 ? attached.Json["name"]!.ToString() : attached.Text), Is.EqualTo((201, name)));
    }

    [Test]
    public async Task A_link_is_attached_without_its_content()
    {
        var task = await _wire.TaskAsync();

        var attached = await _wire.PostAsync($"/tasks/{task}/attachments", """{"uri":"https://files.example.com/a b.pdf","name":"Drawing"}""");

        Assert.That(attached.Status, Is.EqualTo(201), attached.Text);
        Assert.That((attached.Json["uri"]!.ToString(), attached.Json["sha256"], attached.Json["size"]), Is.EqualTo(("https://files.example.com/a%20b.pdf", (object?)null, (object?)null)));
        (await _wire.ContentAsync(task, attached.Json["id"]!.ToString())).Problem(404, "not-found");
    }

    [Test]
    public async Task A_file_of_JSON_is_a_file_if_it_has_a_name()
    {
        var attached = await _wire.AttachAsync(await _wire.TaskAsync(), "{\"a\":1}"u8.ToArray(), "bom.json", "application/json");

        Assert.That((attached.Status, attached.Json["contentType"]!.ToString(), attached.Json["size"]!.GetValue<long>()), Is.EqualTo((201, "application/json", 7L)));
    }

    [Test]
    public async Task The_same_content_lies_there_once_and_sealed()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the bottom line is 87 per cent. ", 4000)));
        var (one, other) = (await _wire.TaskAsync(), await _wire.TaskAsync());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _wire.AttachedAsync(i % 2 == 0 ? one : other, content, $"copy {i}.pdf")));

        var sha256 = Files.Sha256(content);
        Assert.That(Files.OnDisk(_wire.Server.Folder).Where(f => f.EndsWith(sha256, StringComparison.Ordinal)), Is.EqualTo(new[] { $"{sha256[..2]}/{sha256}" }));
        Assert.That(Files.OnDisk(_wire.Server.Folder), Has.None.StartsWith("incoming"));
        Assert.That(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Files.PathOf(_wire.Server.Folder, sha256))), Does.Not.Contain("bottom line"));
    }

    [Test]
    public async Task They_are_listed_in_pages_in_their_order()
    {
        var task = await _wire.TaskAsync();
        for (var i = 0; i < 5; i++)
        {
            await _wire.AttachedAsync(task, Files.Bytes(10, i), $"{i}.pdf");
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await _wire.SendAsync("GET", $"/tasks/{task}/attachments?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Json;
            names.AddRange(page["items"]!.AsArray().Select(a => a!["name"]!.ToString()));
            cursor = page["nextCursor"]?.ToString();
        }
        while (cursor is not null);

        Assert.That(names, Is.EqualTo(new[] { "0.pdf", "1.pdf", "2.pdf", "3.pdf", "4.pdf" }));
        var full = await _wire.AttachAsync(task, [1]);
        Assert.That(full.Problem(409, "too-many-attachments")["limit"]!.GetValue<int>(), Is.EqualTo(5));
    }

    [Test]
    public async Task Sent_again_under_its_key_it_is_attached_once()
    {
        var (task, content) = (await _wire.TaskAsync(), Files.Bytes(1000));

        var first = await _wire.AttachAsync(task, content, headers: ("Idempotency-Key", "a1"));
        var again = await _wire.AttachAsync(task, content, headers: ("Idempotency-Key", "a1"));
        var other = await _wire.AttachAsync(task, Files.Bytes(1000, 2), headers: ("Idempotency-Key", "a1"));

        Assert.That((again.Status, again.Text, again.Header("Idempotency-Replayed"), again.Header("Location")), Is.EqualTo((201, first.Text, "true", first.Header("Location"))));
        other.Problem(422, "idempotency-key-reused");
        Assert.That((await _wire.SendAsync("GET", $"/tasks/{task}/attachments")).Json["items"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(Files.OnDisk(_wire.Server.Folder), Has.None.StartsWith("incoming"));
    }

    [Test]
    public async Task It_is_an_act_with_its_hash_and_evidence_tells_of_it()
    {
        var (task, content) = (await _wire.TaskAsync(), Files.Bytes(500, 77));
        await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""");
        await _wire.AttachedAsync(task, content, "signed.pdf");

        var act = (await _wire.SendAsync("GET", $"/tasks/{task}/events")).Json["items"]!.AsArray()[^1]!;
        var instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();
        var bundle = await _wire.SendAsync("GET", $"/instances/{instance}/evidence", Staff.Auditor);

        Assert.That((act["kind"]!.ToString(), act["actor"]!.ToString(), act["changes"]!["attachment"]!["to"]!["sha256"]!.ToString()), Is.EqualTo(("attach", "anna", Files.Sha256(content))));
        Assert.That(SalesProcess.Verifier.Evidence.Check(bundle.Bytes), Is.Empty);
        var changed = Encoding.UTF8.GetString(bundle.Bytes).Replace($"\\\"name\\\":\\\"signed.pdf\\\",\\\"contentType\\\":\\\"application/pdf\\\",\\\"size\\\":500", "\\\"name\\\":\\\"other.pdf\\\",\\\"contentType\\\":\\\"application/pdf\\\",\\\"size\\\":500", StringComparison.Ordinal);
        Assert.That(SalesProcess.Verifier.Evidence.Check(Encoding.UTF8.GetBytes(changed)), Has.Some.Contains("is not as its events tell"));
    }

    [Test]
    public async Task An_auditor_reads_and_attaches_nothing()
    {
        var task = await _wire.TaskAsync();
        var id = await _wire.AttachedAsync(task, [1, 2]);

        (await _wire.AttachAsync(task, [1], person: Staff.Auditor)).Problem(403, "permission-missing");
        Assert.That((await _wire.ContentAsync(task, id, Staff.Auditor)).Bytes, Is.EqualTo(new byte[] { 1, 2 }));
    }

    [TestCase("GET", "/tasks/{0}/attachments")]
    [TestCase("POST", "/tasks/{0}/attachments?name=a.pdf")]
    [TestCase("POST", "/tasks/{0}/attachments")]
    [TestCase("GET", "/tasks/{0}/attachments/{1}")]
    [TestCase("GET", "/tasks/{0}/attachments/{1}/content")]
    [TestCase("DELETE", "/tasks/{0}/attachments/{1}")]
    public async Task To_a_stranger_there_is_nothing(string method, string path)
    {
        var task = await _wire.TaskAsync();
        var id = await _wire.AttachedAsync(task, [1, 2]);

        var hidden = await AskAsync(task, id);
        var missing = await AskAsync("0123456789abcdefghjkmnpqrs", id);
        var elsewhere = path.Contains("{1}", StringComparison.Ordinal) ? await _wire.SendAsync(method, string.Format(null, path, await _wire.TaskAsync(), id)) : missing;

        hidden.Problem(404, "not-found");
        Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
        Assert.That(hidden.Headers.Where(h => h.Key != "Date"), Is.EquivalentTo(missing.Headers.Where(h => h.Key != "Date")));
        Assert.That(elsewhere.Bytes, Is.EqualTo(missing.Bytes), "at another task it is not");

        Task<WireAnswer> AskAsync(string taskId, string attachmentId) =>
            _wire.SendAsync(method, string.Format(null, path, taskId, attachmentId), "sophie", method == "POST" ? new byte[Limit + 1] : null, "nonsense");
    }
}
