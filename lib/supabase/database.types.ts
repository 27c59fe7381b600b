// Written by `npm run generate:database-types` from the migrations. Don't edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      blocked_messages: {
        Row: {
          appeal_outcome: string | null;
          appealed_at: string | null;
          body: Json;
          conversation_id: string;
          created_at: string;
          explanation: string | null;
          findings: Json;
          id: string;
          reasons: string[];
          score: number;
          sender_id: string;
        };
        Insert: {
          appeal_outcome?: string | null;
          appealed_at?: string | null;
          body: Json;
          conversation_id: string;
          created_at?: string;
          explanation?: string | null;
          findings?: Json;
          id: string;
          reasons: string[];
          score: number;
          sender_id: string;
        };
        Update: {
          appeal_outcome?: string | null;
          appealed_at?: string | null;
          body?: Json;
          conversation_id?: string;
          created_at?: string;
          explanation?: string | null;
          findings?: Json;
          id?: string;
          reasons?: string[];
          score?: number;
          sender_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'blocked_messages_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'blocked_messages_sender_id_fkey';
            columns: ['sender_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      blocks: {
        Row: {
          blocked_id: string;
          blocker_id: string;
          created_at: string;
        };
        Insert: {
          blocked_id: string;
          blocker_id: string;
          created_at?: string;
        };
        Update: {
          blocked_id?: string;
          blocker_id?: string;
          created_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'blocks_blocked_id_fkey';
            columns: ['blocked_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'blocks_blocker_id_fkey';
            columns: ['blocker_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      conversations: {
        Row: {
          change: number;
          created_at: string;
          first_started_by: string | null;
          gear_id: string | null;
          id: string;
          kind: string;
          last_change: number;
          last_message_at: string | null;
          last_message_id: string | null;
          last_seq: number;
          lister_id: string | null;
          participant_ids: string[];
          rental_id: string | null;
          renter_id: string | null;
          sealed: boolean;
          sealed_seq: number | null;
          started_by: string | null;
          title: string | null;
        };
        Insert: {
          change?: number;
          created_at?: string;
          first_started_by?: string | null;
          gear_id?: string | null;
          id?: string;
          kind?: string;
          last_change?: number;
          last_message_at?: string | null;
          last_message_id?: string | null;
          last_seq?: number;
          lister_id?: string | null;
          participant_ids: string[];
          rental_id?: string | null;
          renter_id?: string | null;
          sealed?: boolean;
          sealed_seq?: number | null;
          started_by?: string | null;
          title?: string | null;
        };
        Update: {
          change?: number;
          created_at?: string;
          first_started_by?: string | null;
          gear_id?: string | null;
          id?: string;
          kind?: string;
          last_change?: number;
          last_message_at?: string | null;
          last_message_id?: string | null;
          last_seq?: number;
          lister_id?: string | null;
          participant_ids?: string[];
          rental_id?: string | null;
          renter_id?: string | null;
          sealed?: boolean;
          sealed_seq?: number | null;
          started_by?: string | null;
          title?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'conversations_first_started_by_fkey';
            columns: ['first_started_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_gear_id_fkey';
            columns: ['gear_id'];
            isOneToOne: false;
            referencedRelation: 'gear';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_lister_id_fkey';
            columns: ['lister_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_rental_id_fkey';
            columns: ['rental_id'];
            isOneToOne: false;
            referencedRelation: 'rentals';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_renter_id_fkey';
            columns: ['renter_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_started_by_fkey';
            columns: ['started_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      encryption_consents: {
        Row: {
          conversation_id: string;
          created_at: string;
          user_id: string;
        };
        Insert: {
          conversation_id: string;
          created_at?: string;
          user_id: string;
        };
        Update: {
          conversation_id?: string;
          created_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'encryption_consents_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'encryption_consents_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      encryption_keys: {
        Row: {
          created_at: string;
          public_key: string;
          user_id: string;
          version: number;
        };
        Insert: {
          created_at?: string;
          public_key: string;
          user_id: string;
          version: number;
        };
        Update: {
          created_at?: string;
          public_key?: string;
          user_id?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'encryption_keys_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      encryption_recovery: {
        Row: {
          key_version: number;
          kind: string;
          updated_at: string;
          user_id: string;
          wrapped: string;
        };
        Insert: {
          key_version: number;
          kind: string;
          updated_at?: string;
          user_id: string;
          wrapped: string;
        };
        Update: {
          key_version?: number;
          kind?: string;
          updated_at?: string;
          user_id?: string;
          wrapped?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'encryption_recovery_user_id_key_version_fkey';
            columns: ['user_id', 'key_version'];
            isOneToOne: false;
            referencedRelation: 'encryption_keys';
            referencedColumns: ['user_id', 'version'];
          },
        ];
      };
      gear: {
        Row: {
          category: string;
          created_at: string;
          currency: string;
          daily_price_minor: number;
          description: string;
          id: string;
          image_url: string | null;
          listed_at: string | null;
          lister_id: string;
          place: string;
          slug: string;
          title: string;
        };
        Insert: {
          category: string;
          created_at?: string;
          currency?: string;
          daily_price_minor: number;
          description?: string;
          id?: string;
          image_url?: string | null;
          listed_at?: string | null;
          lister_id: string;
          place?: string;
          slug: string;
          title: string;
        };
        Update: {
          category?: string;
          created_at?: string;
          currency?: string;
          daily_price_minor?: number;
          description?: string;
          id?: string;
          image_url?: string | null;
          listed_at?: string | null;
          lister_id?: string;
          place?: string;
          slug?: string;
          title?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'gear_lister_id_fkey';
            columns: ['lister_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      gear_questions: {
        Row: {
          answer: string | null;
          answer_as_written: string | null;
          answer_reasons: string[] | null;
          answer_score: number | null;
          answered_at: string | null;
          asked_at: string;
          asker_id: string;
          gear_id: string;
          hidden_at: string | null;
          id: string;
          question: string;
          question_as_written: string | null;
          question_reasons: string[];
          question_score: number;
        };
        Insert: {
          answer?: string | null;
          answer_as_written?: string | null;
          answer_reasons?: string[] | null;
          answer_score?: number | null;
          answered_at?: string | null;
          asked_at?: string;
          asker_id: string;
          gear_id: string;
          hidden_at?: string | null;
          id: string;
          question: string;
          question_as_written?: string | null;
          question_reasons: string[];
          question_score: number;
        };
        Update: {
          answer?: string | null;
          answer_as_written?: string | null;
          answer_reasons?: string[] | null;
          answer_score?: number | null;
          answered_at?: string | null;
          asked_at?: string;
          asker_id?: string;
          gear_id?: string;
          hidden_at?: string | null;
          id?: string;
          question?: string;
          question_as_written?: string | null;
          question_reasons?: string[];
          question_score?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'gear_questions_asker_id_fkey';
            columns: ['asker_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'gear_questions_gear_id_fkey';
            columns: ['gear_id'];
            isOneToOne: false;
            referencedRelation: 'gear';
            referencedColumns: ['id'];
          },
        ];
      };
      hidden_messages: {
        Row: {
          by_moderator: boolean;
          change: number;
          conversation_id: string;
          hidden_at: string;
          message_id: string;
          seq: number;
          user_id: string;
        };
        Insert: {
          by_moderator?: boolean;
          change: number;
          conversation_id: string;
          hidden_at?: string;
          message_id: string;
          seq: number;
          user_id: string;
        };
        Update: {
          by_moderator?: boolean;
          change?: number;
          conversation_id?: string;
          hidden_at?: string;
          message_id?: string;
          seq?: number;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'hidden_messages_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'hidden_messages_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'hidden_messages_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      invitations: {
        Row: {
          answered_at: string | null;
          conversation_id: string;
          created_at: string;
          expires_at: string;
          id: string;
          invitee_id: string;
          inviter_id: string;
          is_acquainted: boolean;
          status: string;
        };
        Insert: {
          answered_at?: string | null;
          conversation_id: string;
          created_at?: string;
          expires_at?: string;
          id?: string;
          invitee_id: string;
          inviter_id: string;
          is_acquainted: boolean;
          status?: string;
        };
        Update: {
          answered_at?: string | null;
          conversation_id?: string;
          created_at?: string;
          expires_at?: string;
          id?: string;
          invitee_id?: string;
          inviter_id?: string;
          is_acquainted?: boolean;
          status?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'invitations_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_invitee_id_fkey';
            columns: ['invitee_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_inviter_id_fkey';
            columns: ['inviter_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      labels: {
        Row: {
          created_at: string;
          hue: number;
          id: string;
          name: string;
          user_id: string;
        };
        Insert: {
          created_at?: string;
          hue: number;
          id?: string;
          name: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          hue?: number;
          id?: string;
          name?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'labels_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      message_notices: {
        Row: {
          action: string;
          appeal_outcome: string | null;
          appealed_at: string | null;
          conversation_id: string;
          created_at: string;
          decided_at: string | null;
          decision: string | null;
          explanation: string | null;
          findings: Json;
          hidden: Json;
          masked: Json | null;
          message_id: string;
          original: Json | null;
          reasons: string[];
          sender_id: string;
        };
        Insert: {
          action: string;
          appeal_outcome?: string | null;
          appealed_at?: string | null;
          conversation_id: string;
          created_at?: string;
          decided_at?: string | null;
          decision?: string | null;
          explanation?: string | null;
          findings?: Json;
          hidden?: Json;
          masked?: Json | null;
          message_id: string;
          original?: Json | null;
          reasons?: string[];
          sender_id: string;
        };
        Update: {
          action?: string;
          appeal_outcome?: string | null;
          appealed_at?: string | null;
          conversation_id?: string;
          created_at?: string;
          decided_at?: string | null;
          decision?: string | null;
          explanation?: string | null;
          findings?: Json;
          hidden?: Json;
          masked?: Json | null;
          message_id?: string;
          original?: Json | null;
          reasons?: string[];
          sender_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'message_notices_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_notices_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_notices_sender_id_fkey';
            columns: ['sender_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      message_versions: {
        Row: {
          body: Json;
          message_id: string;
          number: number;
          replaced_at: string;
          sender_id: string | null;
          verdict_action: string;
          verdict_expires_at: number | null;
          verdict_reasons: string[];
          verdict_score: number;
          verdict_signature: string | null;
          written_at: string;
        };
        Insert: {
          body: Json;
          message_id: string;
          number: number;
          replaced_at?: string;
          sender_id?: string | null;
          verdict_action: string;
          verdict_expires_at?: number | null;
          verdict_reasons: string[];
          verdict_score: number;
          verdict_signature?: string | null;
          written_at: string;
        };
        Update: {
          body?: Json;
          message_id?: string;
          number?: number;
          replaced_at?: string;
          sender_id?: string | null;
          verdict_action?: string;
          verdict_expires_at?: number | null;
          verdict_reasons?: string[];
          verdict_score?: number;
          verdict_signature?: string | null;
          written_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'message_versions_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'message_versions_sender_id_fkey';
            columns: ['sender_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      messages: {
        Row: {
          body: Json | null;
          change: number;
          conversation_id: string;
          countersignature: Json | null;
          created_at: string;
          edited_at: string | null;
          id: string;
          kind: string;
          participant_ids: string[];
          reactions: Json;
          reply_to_id: string | null;
          search: string | null;
          sender_id: string | null;
          seq: number;
          unsent_at: string | null;
          verdict_action: string;
          verdict_expires_at: number | null;
          verdict_reasons: string[];
          verdict_score: number;
          verdict_signature: string | null;
        };
        Insert: {
          body?: Json | null;
          change: number;
          conversation_id: string;
          countersignature?: Json | null;
          created_at?: string;
          edited_at?: string | null;
          id: string;
          kind?: string;
          participant_ids: string[];
          reactions?: Json;
          reply_to_id?: string | null;
          search?: string | null;
          sender_id?: string | null;
          seq: number;
          unsent_at?: string | null;
          verdict_action?: string;
          verdict_expires_at?: number | null;
          verdict_reasons?: string[];
          verdict_score?: number;
          verdict_signature?: string | null;
        };
        Update: {
          body?: Json | null;
          change?: number;
          conversation_id?: string;
          countersignature?: Json | null;
          created_at?: string;
          edited_at?: string | null;
          id?: string;
          kind?: string;
          participant_ids?: string[];
          reactions?: Json;
          reply_to_id?: string | null;
          search?: string | null;
          sender_id?: string | null;
          seq?: number;
          unsent_at?: string | null;
          verdict_action?: string;
          verdict_expires_at?: number | null;
          verdict_reasons?: string[];
          verdict_score?: number;
          verdict_signature?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'messages_reply_to_id_fkey';
            columns: ['reply_to_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
        ];
      };
      moderation_actions: {
        Row: {
          action: string;
          at: string;
          id: string;
          message_id: string | null;
          moderator_id: string;
          number: number;
          reason: string | null;
          review_id: string | null;
          subject_id: string;
          undoes_id: string | null;
          until: string | null;
        };
        Insert: {
          action: string;
          at?: string;
          id?: string;
          message_id?: string | null;
          moderator_id: string;
          number?: number;
          reason?: string | null;
          review_id?: string | null;
          subject_id: string;
          undoes_id?: string | null;
          until?: string | null;
        };
        Update: {
          action?: string;
          at?: string;
          id?: string;
          message_id?: string | null;
          moderator_id?: string;
          number?: number;
          reason?: string | null;
          review_id?: string | null;
          subject_id?: string;
          undoes_id?: string | null;
          until?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'moderation_actions_undoes_id_fkey';
            columns: ['undoes_id'];
            isOneToOne: false;
            referencedRelation: 'moderation_actions';
            referencedColumns: ['id'];
          },
        ];
      };
      outbox: {
        Row: {
          attempts: number;
          available_at: string;
          change: number;
          conversation_id: string;
          created_at: string;
          dead_at: string | null;
          event: string;
          id: string;
          recipient_ids: string[];
        };
        Insert: {
          attempts?: number;
          available_at?: string;
          change: number;
          conversation_id: string;
          created_at?: string;
          dead_at?: string | null;
          event: string;
          id?: string;
          recipient_ids: string[];
        };
        Update: {
          attempts?: number;
          available_at?: string;
          change?: number;
          conversation_id?: string;
          created_at?: string;
          dead_at?: string | null;
          event?: string;
          id?: string;
          recipient_ids?: string[];
        };
        Relationships: [
        ];
      };
      participants: {
        Row: {
          archived_at: string | null;
          change: number;
          conversation_id: string;
          delivered_seq: number;
          joined_at: string;
          joined_seq: number;
          labels: string[];
          left_at: string | null;
          marked_unread: boolean;
          muted_until: string | null;
          own_change: number;
          pinned_at: string | null;
          read_seq: number;
          role: string;
          shown_read_seq: number;
          sort_at: string | null;
          unread_count: number;
          user_id: string;
        };
        Insert: {
          archived_at?: string | null;
          change?: number;
          conversation_id: string;
          delivered_seq?: number;
          joined_at?: string;
          joined_seq?: number;
          labels?: string[];
          left_at?: string | null;
          marked_unread?: boolean;
          muted_until?: string | null;
          own_change?: number;
          pinned_at?: string | null;
          read_seq?: number;
          role: string;
          shown_read_seq?: number;
          sort_at?: string | null;
          unread_count?: number;
          user_id: string;
        };
        Update: {
          archived_at?: string | null;
          change?: number;
          conversation_id?: string;
          delivered_seq?: number;
          joined_at?: string;
          joined_seq?: number;
          labels?: string[];
          left_at?: string | null;
          marked_unread?: boolean;
          muted_until?: string | null;
          own_change?: number;
          pinned_at?: string | null;
          read_seq?: number;
          role?: string;
          shown_read_seq?: number;
          sort_at?: string | null;
          unread_count?: number;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'participants_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'participants_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      profiles: {
        Row: {
          avatar_url: string | null;
          connection_told_at: string | null;
          created_at: string;
          erased_at: string | null;
          hides_read_receipts: boolean;
          id: string;
          is_connected: boolean;
          last_seen_at: string | null;
          locale: string;
          name: string;
          time_zone: string;
          verified_at: string | null;
        };
        Insert: {
          avatar_url?: string | null;
          connection_told_at?: string | null;
          created_at?: string;
          erased_at?: string | null;
          hides_read_receipts?: boolean;
          id: string;
          is_connected?: boolean;
          last_seen_at?: string | null;
          locale?: string;
          name: string;
          time_zone?: string;
          verified_at?: string | null;
        };
        Update: {
          avatar_url?: string | null;
          connection_told_at?: string | null;
          created_at?: string;
          erased_at?: string | null;
          hides_read_receipts?: boolean;
          id?: string;
          is_connected?: boolean;
          last_seen_at?: string | null;
          locale?: string;
          name?: string;
          time_zone?: string;
          verified_at?: string | null;
        };
        Relationships: [
        ];
      };
      rentals: {
        Row: {
          created_at: string;
          deposit_minor: number | null;
          ends_on: string;
          gear_id: string;
          id: string;
          lister_id: string;
          price_minor: number | null;
          renter_id: string;
          starts_on: string;
          status: string;
        };
        Insert: {
          created_at?: string;
          deposit_minor?: number | null;
          ends_on: string;
          gear_id: string;
          id?: string;
          lister_id: string;
          price_minor?: number | null;
          renter_id: string;
          starts_on: string;
          status?: string;
        };
        Update: {
          created_at?: string;
          deposit_minor?: number | null;
          ends_on?: string;
          gear_id?: string;
          id?: string;
          lister_id?: string;
          price_minor?: number | null;
          renter_id?: string;
          starts_on?: string;
          status?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'rentals_gear_id_fkey';
            columns: ['gear_id'];
            isOneToOne: false;
            referencedRelation: 'gear';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'rentals_lister_id_fkey';
            columns: ['lister_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'rentals_renter_id_fkey';
            columns: ['renter_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      reviews: {
        Row: {
          conversation_id: string | null;
          created_at: string;
          decided_at: string | null;
          decided_by: string | null;
          decision: string | null;
          evidence: Json;
          explanation: string | null;
          id: string;
          kind: string;
          message_id: string | null;
          note: string | null;
          reason: string | null;
          reporter_id: string | null;
          revealed: Json | null;
          risk: number;
          subject_id: string;
          verification: string | null;
        };
        Insert: {
          conversation_id?: string | null;
          created_at?: string;
          decided_at?: string | null;
          decided_by?: string | null;
          decision?: string | null;
          evidence?: Json;
          explanation?: string | null;
          id?: string;
          kind: string;
          message_id?: string | null;
          note?: string | null;
          reason?: string | null;
          reporter_id?: string | null;
          revealed?: Json | null;
          risk?: number;
          subject_id: string;
          verification?: string | null;
        };
        Update: {
          conversation_id?: string | null;
          created_at?: string;
          decided_at?: string | null;
          decided_by?: string | null;
          decision?: string | null;
          evidence?: Json;
          explanation?: string | null;
          id?: string;
          kind?: string;
          message_id?: string | null;
          note?: string | null;
          reason?: string | null;
          reporter_id?: string | null;
          revealed?: Json | null;
          risk?: number;
          subject_id?: string;
          verification?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'reviews_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reviews_decided_by_fkey';
            columns: ['decided_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reviews_reporter_id_fkey';
            columns: ['reporter_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reviews_subject_id_fkey';
            columns: ['subject_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      saved_replies: {
        Row: {
          created_at: string;
          id: string;
          shortcut: string;
          text: string;
          updated_at: string;
          user_id: string;
        };
        Insert: {
          created_at?: string;
          id: string;
          shortcut: string;
          text: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          shortcut?: string;
          text?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'saved_replies_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: { [_ in never]: never };
    Functions: {
      agree_to_sealing: {
        Args: { p_conversation_id: string; p_expires_at: number; p_signature: string };
        Returns: Json;
      };
      am_moderator: {
        Args: never;
        Returns: boolean;
      };
      answer_invitation: {
        Args: { p_accepts: boolean; p_expires_at: number; p_id: string; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
      answer_question: {
        Args: { p_id: string; p_text: string; p_verdict: Json };
        Returns: Json;
      };
      appeal: {
        Args: { p_expires_at: number; p_message_id: string; p_note: string; p_signature: string };
        Returns: Json;
      };
      ask_question: {
        Args: { p_daily_limit: number; p_gear_id: string; p_id: string; p_text: string; p_verdict: Json };
        Returns: Json;
      };
      attach_revealed: {
        Args: { p_expires_at: number; p_revealed: Json; p_review_id: string; p_signature: string; p_verification: string };
        Returns: undefined;
      };
      change_places: {
        Args: { p_change: Json; p_conversation_ids: string[]; p_expires_at: number; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
      change_rental: {
        Args: { p_expires_at: number; p_id: string; p_published_ids?: string[]; p_signature: string; p_status: string };
        Returns: Json;
      };
      count_conversations: {
        Args: { p_narrowed?: Json };
        Returns: Json;
      };
      count_unread: {
        Args: never;
        Returns: Json;
      };
      decide_review: {
        Args: { p_decision: string; p_expires_at: number; p_id: string; p_reason: string; p_signature: string };
        Returns: Json;
      };
      decline_sealing: {
        Args: { p_conversation_id: string; p_expires_at: number; p_signature: string };
        Returns: Json;
      };
      delete_label: {
        Args: { p_expires_at: number; p_id: string; p_signature: string };
        Returns: undefined;
      };
      delete_reply: {
        Args: { p_expires_at: number; p_id: string; p_signature: string };
        Returns: undefined;
      };
      edit_message: {
        Args: { p_body: Json; p_id: string; p_published_ids?: string[]; p_verdict: Json };
        Returns: Json;
      };
      end_participation: {
        Args: { p_conversation_id: string; p_expires_at: number; p_published_ids?: string[]; p_signature: string; p_user_id: string };
        Returns: Json;
      };
      export_decisions: {
        Args: never;
        Returns: Json;
      };
      find_conversation_about: {
        Args: { p_gear_id: string };
        Returns: string;
      };
      find_conversations: {
        Args: { p_limit?: number; p_query: string };
        Returns: Json;
      };
      find_people: {
        Args: { p_expires_at: number; p_query: string; p_signature: string };
        Returns: Json;
      };
      get_appeal: {
        Args: { p_message_id: string };
        Returns: Json;
      };
      get_conversation: {
        Args: { p_conversation_id: string };
        Returns: Json;
      };
      get_conversation_context: {
        Args: { p_conversation_id: string };
        Returns: Json;
      };
      get_encryption: {
        Args: { p_conversation_id: string };
        Returns: Json;
      };
      get_message: {
        Args: { p_id: string };
        Returns: Json;
      };
      get_message_to_edit: {
        Args: { p_expires_at: number; p_id: string; p_signature: string };
        Returns: Json;
      };
      get_my_encryption: {
        Args: never;
        Returns: Json;
      };
      get_preferences: {
        Args: never;
        Returns: Json;
      };
      get_response_time: {
        Args: { p_user_id: string };
        Returns: string;
      };
      get_score_context: {
        Args: { p_conversation_id: string; p_expires_at: number; p_signature: string };
        Returns: Json;
      };
      get_standing: {
        Args: never;
        Returns: Json;
      };
      hide_message: {
        Args: { p_expires_at: number; p_id: string; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
      invite_people: {
        Args: { p_conversation_id: string; p_expires_at: number; p_published_ids?: string[]; p_signature: string; p_user_ids: string[] };
        Returns: Json;
      };
      is_countersigned: {
        Args: { p_at: number; p_commitment: string; p_conversation_id: string; p_message_id: string; p_sender_id: string; p_signature: string };
        Returns: boolean;
      };
      keep_blocked_message: {
        Args: { p_body: Json; p_conversation_id: string; p_id: string; p_kind: string; p_verdict: Json };
        Returns: boolean;
      };
      lease_outbox: {
        Args: { batch_size: number; lease_seconds: number };
        Returns: { attempts: number; change: number; conversation_id: string; event: string; id: string; recipient_ids: string[] }[];
      };
      list_blocks: {
        Args: never;
        Returns: Json;
      };
      list_changes: {
        Args: { p_after: number; p_conversation_id: string; p_limit?: number };
        Returns: Json;
      };
      list_conversations: {
        Args: { p_before_id?: string; p_before_pinned?: boolean; p_before_sort_at?: string; p_limit?: number; p_narrowed?: Json };
        Returns: Json;
      };
      list_found_conversations: {
        Args: { p_before_id?: string; p_before_sort_at?: string; p_limit?: number; p_query: string };
        Returns: Json;
      };
      list_invitations: {
        Args: never;
        Returns: Json;
      };
      list_messages: {
        Args: { p_after?: number; p_around?: number; p_before?: number; p_conversation_id: string; p_ids?: string[]; p_limit?: number };
        Returns: Json;
      };
      list_moderation_actions: {
        Args: { p_limit?: number };
        Returns: Json;
      };
      list_my_reports: {
        Args: never;
        Returns: Json;
      };
      list_online: {
        Args: never;
        Returns: string[];
      };
      list_reviews: {
        Args: { p_is_decided?: boolean; p_limit?: number };
        Returns: Json;
      };
      look_at_review: {
        Args: { p_expires_at: number; p_id: string; p_signature: string };
        Returns: Json;
      };
      make_offer: {
        Args: { p_conversation_id: string; p_counters_id: string; p_id: string; p_published_ids?: string[]; p_rate_windows?: Json; p_terms: Json; p_verdict: Json };
        Returns: Json;
      };
      may_take_part: {
        Args: never;
        Returns: boolean;
      };
      moderation_figures: {
        Args: { p_days?: number };
        Returns: Json;
      };
      move_markers: {
        Args: { p_expires_at: number; p_markers: Json; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
      name_group: {
        Args: { p_conversation_id: string; p_expires_at: number; p_published_ids?: string[]; p_signature: string; p_title: string };
        Returns: Json;
      };
      note_last_seen: {
        Args: { p_seen: Json };
        Returns: undefined;
      };
      outbox_lag: {
        Args: never;
        Returns: Json;
      };
      publish_encryption_key: {
        Args: { p_expires_at: number; p_public_key: string; p_recovery: Json; p_signature: string; p_version: number };
        Returns: Json;
      };
      react_to_message: {
        Args: { p_emoji: string; p_expires_at: number; p_id: string; p_is_on: boolean; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
      remove_question: {
        Args: { p_expires_at: number; p_id: string; p_signature: string };
        Returns: undefined;
      };
      report: {
        Args: { p_conversation_id?: string; p_daily_limit: number; p_expires_at: number; p_message_id: string; p_note: string; p_reason: string; p_signature: string; p_user_id: string };
        Returns: Json;
      };
      request_rental: {
        Args: { p_daily_limit: number; p_ends_on: string; p_expires_at: number; p_gear_id: string; p_published_ids?: string[]; p_signature: string; p_starts_on: string };
        Returns: Json;
      };
      sanction_person: {
        Args: { p_expires_at: number; p_hours: number; p_kind: string; p_reason: string; p_review_id: string; p_signature: string };
        Returns: Json;
      };
      save_label: {
        Args: { p_expires_at: number; p_hue: number; p_id: string; p_name: string; p_signature: string };
        Returns: Json;
      };
      save_reply: {
        Args: { p_expires_at: number; p_id: string; p_shortcut: string; p_signature: string; p_text: string };
        Returns: Json;
      };
      search_conversation: {
        Args: { p_before_seq?: number; p_conversation_id: string; p_limit?: number; p_query: string };
        Returns: Json;
      };
      search_messages: {
        Args: { p_before_at?: string; p_before_id?: string; p_limit?: number; p_query: string };
        Returns: Json;
      };
      send_message: {
        Args: { p_body: Json; p_conversation_id: string; p_id: string; p_kind: string; p_published_ids?: string[]; p_rate_windows?: Json; p_reply_to_id: string; p_verdict: Json };
        Returns: Json;
      };
      set_block: {
        Args: { p_expires_at: number; p_is_on: boolean; p_signature: string; p_user_id: string };
        Returns: Json;
      };
      set_hides_read_receipts: {
        Args: { p_hides: boolean };
        Returns: Json;
      };
      set_locale: {
        Args: { p_locale: string };
        Returns: Json;
      };
      settle_offer: {
        Args: { p_expires_at: number; p_id: string; p_published_ids?: string[]; p_signature: string; p_status: string };
        Returns: Json;
      };
      settle_outbox: {
        Args: { failed_ids: string[]; published_ids: string[] };
        Returns: undefined;
      };
      start_conversation: {
        Args: { p_daily_limit: number; p_expires_at: number; p_gear_id: string; p_signature: string };
        Returns: Json;
      };
      start_group: {
        Args: { p_expires_at: number; p_from_conversation_id: string; p_id: string; p_published_ids?: string[]; p_signature: string; p_title: string; p_user_ids: string[] };
        Returns: Json;
      };
      store_encryption_recovery: {
        Args: { p_expires_at: number; p_key_version: number; p_kind: string; p_signature: string; p_wrapped: string };
        Returns: undefined;
      };
      undo_moderation: {
        Args: { p_action_id: string; p_expires_at: number; p_signature: string };
        Returns: Json;
      };
      unsend_message: {
        Args: { p_expires_at: number; p_id: string; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
      withdraw_invitation: {
        Args: { p_expires_at: number; p_id: string; p_published_ids?: string[]; p_signature: string };
        Returns: Json;
      };
    };
    Enums: { [_ in never]: never };
    CompositeTypes: { [_ in never]: never };
  };
};
