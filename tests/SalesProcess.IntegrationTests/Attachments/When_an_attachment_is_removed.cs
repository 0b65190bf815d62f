using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Attachments;

public sealed class When_an_attachment_is_removed
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"), Morning);

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase("anna", "anna")]
    [TestCase("bob", "martin")]
    public async Task It_is_gone_and_the_record_keeps_that_it_was_there(string author, string remover)
    {
        var (task, content) = (await _wire.TaskAsync(), Files.Bytes(100, author.Length));
        var id = await _wire.AttachedAsync(task, content, "wrong.pdf", author);

        Assert.That((await _wire.SendAsync("DELETE", $"/tasks/{task}/attachments/{id}", remover)).Status, Is.EqualTo(204));

        (await _wire.SendAsync("GET", $"/tasks/{task}/attachments/{id}")).Problem(404, "not-found");
        (await _wire.SendAsync("DELETE", $"/tasks/{task}/attachments/{id}", remover)).Problem(404, "not-found");
        Assert.That(File.Exists(Files.PathOf(_wire.Server.Folder, Files.Sha256(content))), Is.False);
        var act = (await _wire.SendAsync("GET", $"/tasks/{task}/events")).Json["items"]!.AsArray()[^1]!;
        Assert.That(
            (act["kind"]!.ToString(), act["actor"]!.ToString(), act["changes"]!["attachment"]!["from"]!["sha256"]!.ToString(), act["changes"]!["attachment"]!["to"]),
            Is.EqualTo(("remove-attachment", remover, Files.Sha256(content), (object?)null)));
    }

    [Test]
    public async Task Its_file_stays_while_another_attachment_has_it()
    {
        var (one, other) = (await _wire.TaskAsync(), await _wire.TaskAsync());
        var content = Files.Bytes(1000, 31);
        var (first, second) = (await _wire.AttachedAsync(one, content), await _wire.AttachedAsync(other, content));

        await _wire.SendAsync("DELETE", $"/tasks/{one}/attachments/{first}");
        Assert.That((await _wire.ContentAsync(other, second)).Bytes, Is.EqualTo(content));

        await _wire.SendAsync("DELETE", $"/tasks/{other}/attachments/{second}");
        Assert.That(File.Exists(Files.PathOf(_wire.Server.Folder, Files.Sha256(content))), Is.False);
    }

    [Test]
    public async Task Attached_and_removed_by_many_at_once_every_row_has_its_file()
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _wire.TaskAsync()));
        var content = Files.Bytes(3000, 41);

        await Task.WhenAll(tasks.Select(async task =>
        {
            for (var round = 0; round < 10; round++)
            {
                var id = await _wire.AttachedAsync(task, content);
                Assert.That((await _wire.ContentAsync(task, id)).Bytes, Is.EqualTo(content), "what was acknowledged is there");
                Assert.That((await _wire.SendAsync("DELETE", $"/tasks/{task}/attachments/{id}")).Status, Is.EqualTo(204));
            }
        }));

        Assert.That(File.Exists(Files.PathOf(_wire.Server.Folder, Files.Sha256(content))), Is.False);
        Assert.That(Files.OnDisk(_wire.Server.Folder), Has.None.StartsWith("incoming"));
    }

    [Test]
    public async Task Nobody_else_may()
    {
        var task = await _wire.TaskAsync();
        var id = await _wire.AttachedAsync(task, [1], person: "martin");

        (await _wire.SendAsync("DELETE", $"/tasks/{task}/attachments/{id}", "bob")).Problem(403, "permission-missing");
    }

    [Test]
    public async Task What_was_there_when_the_task_ended_stays()
    {
        var task = await _wire.TaskAsync();
        var id = await _wire.AttachedAsync(task, [1]);
        await _wire.PostAsync($"/tasks/{task}/complete", """{"action":"Yes"}""");

        (await _wire.SendAsync("DELETE", $"/tasks/{task}/attachments/{id}")).Problem(409, "task-completed");
        Assert.That((await _wire.ContentAsync(task, id)).Bytes, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task Files_without_a_row_are_swept_every_hour_and_what_is_not_ours_is_left()
    {
        var (task, content) = (await _wire.TaskAsync(), Files.Bytes(2000, 51));
        var id = await _wire.AttachedAsync(task, content);
        var root = Files.Root(_wire.Server.Folder);
        var orphan = Files.Sha256([9, 9, 9]);
        Directory.CreateDirectory(Path.Combine(root, orphan[..2]));
        await File.WriteAllTextAsync(Path.Combine(root, orphan[..2], orphan), "left over");
        await File.WriteAllTextAsync(Path.Combine(root, orphan[..2], "README.txt"), "somebody else's");

        await Eventually.Holds("it is swept", () =>
        {
            _wire.Server.Clock!.Advance(TimeSpan.FromHours(1));
            return Task.FromResult(!File.Exists(Path.Combine(root, orphan[..2], orphan)));
        });

        Assert.That(File.Exists(Path.Combine(root, orphan[..2], "README.txt")));
        Assert.That(File.Exists(Files.PathOf(_wire.Server.Folder, Files.Sha256(content))), "the file of an attachment");
        Assert.That(id, Is.Not.Empty);
    }
}
