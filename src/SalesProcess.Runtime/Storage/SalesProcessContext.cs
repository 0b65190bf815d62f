using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SalesProcess.Runtime.Storage;

/// <summary>The schema, its migrations and the reading of lists. Steps are written by <see cref="InstanceCommit"/>.</summary>
public sealed class SalesProcessContext(DbContextOptions<SalesProcessContext> options) : DbContext(options)
{
    public DbSet<InstanceRow> Instances => Set<InstanceRow>();

    public DbSet<TaskRow> Tasks => Set<TaskRow>();

    public DbSet<TaskPersonRow> TaskPeople => Set<TaskPersonRow>();

    public DbSet<JournalRow> Journal => Set<JournalRow>();

    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();

    public DbSet<DocumentRow> Documents => Set<DocumentRow>();

    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    public DbSet<SendingRow> Sendings => Set<SendingRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<InstanceRow>(e =>
        {
            Table(e, "instances").HasKey(r => r.Id);
            e.HasIndex(r => new { r.DefinitionId, r.ActiveKey }).IsUnique().HasFilter("active_key IS NOT NULL");
            e.HasIndex(r => r.RootId);
            e.HasIndex(r => r.ParentId).HasFilter("parent_id IS NOT NULL");
            e.HasIndex(r => new { r.Status, r.CreatedAt });
            // For the activation rules: what runs, without all that has ended.
            e.HasIndex(r => new { r.DefinitionId, r.CorrelationId }).HasFilter("status = 'Running'");
            e.HasIndex(r => r.CorrelationId).HasFilter("status = 'Running' AND correlation_id IS NOT NULL");
        });
        modelBuilder.Entity<TaskRow>(e =>
        {
            Table(e, "tasks").HasKey(r => r.Number);
            e.Property(r => r.Id).IsRequired();
            e.HasIndex(r => r.Id).IsUnique();
            e.HasIndex(r => new { r.RootId, r.IsOpen });
            e.HasIndex(r => new { r.InstanceId, r.IsOpen });
            e.HasIndex(r => new { r.Assignee, r.CreatedAt }).HasFilter("is_open = 1 AND assignee IS NOT NULL");
            e.HasIndex(r => r.NextAt).HasFilter("next_at IS NOT NULL");
        });
        modelBuilder.Entity<TaskPersonRow>(e => Table(e, "task_people").HasKey(r => new { r.TaskId, r.Kind, r.Reference }));
        modelBuilder.Entity<BookmarkRow>(e =>
        {
            Table(e, "bookmarks").HasKey(r => r.Id);
            e.HasIndex(r => r.Hash);
            e.HasIndex(r => r.ResumeAt);
        });
        modelBuilder.Entity<JournalRow>(e => Table(e, "journal").HasKey(r => new { r.InstanceId, r.Revision }));
        modelBuilder.Entity<OutboxRow>(e =>
        {
            Table(e, "outbox").HasKey(r => r.Id);
            e.HasIndex(r => r.NextAt);
        });
        modelBuilder.Entity<IdempotencyRow>(e => Table(e, "idempotency").HasKey(r => new { r.Scope, r.Key }));
        modelBuilder.Entity<DefinitionRow>(e =>
        {
            Table(e, "definitions").HasKey(r => r.VersionId);
            e.HasIndex(r => new { r.DefinitionId, r.Version }).IsUnique();
        });
        modelBuilder.Entity<TriggerRow>(e =>
        {
            Table(e, "triggers").HasKey(r => r.Id);
            e.HasIndex(r => r.DefinitionId);
            e.HasIndex(r => r.Hash);
            e.HasIndex(r => r.DueAt);
        });
        modelBuilder.Entity<RouteRow>(e => Table(e, "routes").HasKey(r => r.Path));
        modelBuilder.Entity<ContentRow>(e => Table(e, "contents").HasKey(r => r.Hash));
        modelBuilder.Entity<DocumentRow>(e =>
        {
            Table(e, "documents").HasKey(r => r.Id);
            e.HasIndex(r => r.RootId);
        });
        modelBuilder.Entity<ApprovalRow>(e =>
        {
            Table(e, "approvals").HasKey(r => r.TaskId);
            e.HasIndex(r => r.DocumentId);
        });
        modelBuilder.Entity<SendingRow>(e => Table(e, "sendings").HasKey(r => r.Id));
        modelBuilder.Entity<CustomerKeyRow>(e => Table(e, "customer_keys").HasKey(r => new { r.Key, r.RootId }));
        modelBuilder.Entity<SecretRow>(e => Table(e, "secrets").HasKey(r => r.TaskId));
        modelBuilder.Entity<AuditRow>(e =>
        {
            Table(e, "audit").HasKey(r => r.Id);
            e.HasIndex(r => new { r.InstanceId, r.Id });
            e.HasIndex(r => new { r.TaskId, r.Id }).HasFilter("task_id IS NOT NULL");
        });
        modelBuilder.Entity<CommentRow>(e =>
        {
            Table(e, "comments").HasKey(r => r.Id);
            e.HasIndex(r => new { r.TaskId, r.At, r.Id });
        });
        modelBuilder.Entity<AbsenceRow>(e =>
        {
            Table(e, "absences").HasKey(r => r.Id);
            e.HasIndex(r => r.EndedAt);
        });
        modelBuilder.Entity<DraftRow>(e => Table(e, "drafts").HasKey(r => r.TaskId));
        modelBuilder.Entity<NotificationRow>(e => Table(e, "notifications").HasKey(r => r.Id));
        modelBuilder.Entity<ApiKeyRow>(e =>
        {
            Table(e, "api_keys").HasKey(r => r.Id);
            e.HasIndex(r => r.Hash).IsUnique();
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            // Hand-written SQL names the columns too, so they have no capitals that some providers would want quoted.
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static EntityTypeBuilder<T> Table<T>(EntityTypeBuilder<T> entity, string name)
        where T : class
    {
        entity.ToTable(name);
        return entity;
    }
}
