using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.IntegrationTests.Runtime;

/// <summary>A database from before tasks had numbers: nothing that somebody finds, counts or looks for is different afterwards.</summary>
public sealed class When_an_older_database_is_opened
{
    private static readonly (string Path, string? Body)[] Asked =
    [
        .. new[] { "available", "mine", "team", "done", "all", "needs-attention" }.Select(box => ($"/tasks?box={box}&total=true", (string?)null)),
        ("/tasks/search", """{"facets":["state","stage","definition","assignee","priority"]}"""),
        ("/tasks/count", """{"filter":{"state":"Completed"}}"""),
    ];

    [Test]
    public async Task Everybody_finds_the_same_as_before()
    {
        var wire = new Wire(CompanyFolder.With("one-task"));
        string[] tasks = [await wire.TaskAsync(), await wire.TaskAsync(), await wire.TaskAsync()];
        (await wire.As("anna").PostAsync($"/tasks/{tasks[1]}/claim")).Expect(200);
        (await wire.As("anna").CompleteAsync(tasks[2], "Yes")).Expect(200);
        var before = await AnswersAsync(wire);
        var folder = wire.Server.Folder.Copy();
        await wire.DisposeAsync();
        await ToVersionAsync(folder, "20261125235500_SavedFilters");
        var database = new DatabaseFile(folder.DatabaseFile);
        // Words of an older service, among them the customer's, which stands in no task.
        database.Execute("DELETE FROM task_texts_fill");
        database.Execute("INSERT INTO task_texts (task_id, title, company) SELECT id, 'do', 'blue harbor' FROM tasks");

        await using var newer = new Wire(folder);
        Assert.That(await AnswersAsync(newer), Is.EqualTo(before));
        var found = (await newer.PostAsync("/tasks/search", """{"text":"harbor"}""")).Json["items"]!.AsArray();
        Assert.That(found.Select(task => task!["id"]!.ToString()), Is.EquivalentTo(tasks));
        Assert.That(database.Count("SELECT count(*) FROM tasks WHERE number BETWEEN 1 AND 3"), Is.EqualTo(3));

        var more = await newer.TaskAsync();
        Assert.That((await newer.SendAsync("GET", "/tasks?box=available&sort=-createdAt", "anna")).Json["items"]![0]!["id"]!.ToString(), Is.EqualTo(more));
    }

    [Test]
    public async Task Words_that_were_not_all_indexed_yet_are_indexed_anew()
    {
        var wire = new Wire(CompanyFolder.With("one-task"));
        var task = await wire.TaskAsync();
        var title = (await wire.SendAsync("GET", $"/tasks/{task}", "anna")).Json["title"]!.ToString();
        var folder = wire.Server.Folder.Copy();
        await wire.DisposeAsync();
        await ToVersionAsync(folder, "20261125235500_SavedFilters");

        await using var newer = new Wire(folder);
        var body = new JsonObject { ["text"] = title }.ToJsonString();
        Assert.That((await newer.PostAsync("/tasks/search", body)).Json["items"]![0]!["id"]!.ToString(), Is.EqualTo(task));
    }

    private static async Task<List<string>> AnswersAsync(Wire wire)
    {
        var answers = new List<string>();
        foreach (var person in new[] { "anna", "martin", "audrey" })
        {
            foreach (var (path, body) in Asked)
            {
                answers.Add((await wire.SendAsync(body is null ? "GET" : "POST", path, person, body is null ? null : System.Text.Encoding.UTF8.GetBytes(body))).Text);
            }
        }

        return answers;
    }

    private static async Task ToVersionAsync(CompanyFolder folder, string migration)
    {
        await using var context = new SalesProcessContext(new DbContextOptionsBuilder<SalesProcessContext>().UseSqlite($"Data Source={folder.DatabaseFile};Pooling=False").Options);
        await context.GetService<IMigrator>().MigrateAsync(migration);
    }
}
